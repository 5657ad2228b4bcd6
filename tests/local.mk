# tests/: one binary a file, run through run-test.sh, which makes the environment, and read as TAP.
#
# To add a test of the engine, add tests/engine/test_NAME to ENGINE_TESTS: it links the engine alone, which proves the
# layers. Tests of the lessons and of the program go to the lists below, with one more line naming what they link:
#     tests_app_test_NAME_LDADD = $(LINK_APP)
# A shell script that prints TAP (or nothing: its exit status counts, 77 is "skipped") goes to SHELL_TESTS.
TEST_EXTENSIONS = .sh
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; top_builddir='$(abs_top_builddir)'; AWK='$(AWK)'; CC='$(CC)'; NM='$(NM)'; \
	SANITIZE='$(SANITIZE)'; \
	export top_srcdir top_builddir AWK CC NM SANITIZE;
NM = nm
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run-test.sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_COMPILER = $(LOG_COMPILER)
SH_LOG_DRIVER = $(LOG_DRIVER)

EXTRA_DIST += tests/program.sh tests/run-test.sh $(SHELL_TESTS) $(TEST_FILES)
TESTS += $(SHELL_TESTS)
if HAVE_TESTS
check_PROGRAMS += $(ENGINE_TESTS) $(LESSONS_TESTS) $(APP_TESTS) $(DRIVEN)
TESTS += $(ENGINE_TESTS) $(LESSONS_TESTS) $(APP_TESTS)
endif

# Tests see the headers of Criterion and libvterm and, unless they say otherwise, link the engine alone.
AM_CPPFLAGS += $(CRITERION_CFLAGS)
LDADD = $(ENGINE_LIBS) $(CRITERION_LIBS)
LINK_LESSONS = $(LESSONS_LIBS) $(CRITERION_LIBS)
LINK_APP = $(APP_LIBS) $(CRITERION_LIBS) $(VTERM_LIBS)

SHELL_TESTS = \
	tests/app/data.sh \
	tests/app/headless.sh \
	tests/app/import.sh \
	tests/bench/bench.sh \
	tests/bootstrap.sh \
	tests/docs.sh \
	tests/engine/guide.sh \
	tests/harness.sh \
	tests/layers.sh \
	tests/lessons/authoring.sh \
	tests/lessons/course.sh \
	tests/style.sh
ENGINE_TESTS = \
	tests/engine/test_batch \
	tests/engine/test_blas \
	tests/engine/test_cells \
	tests/engine/test_commentary \
	tests/engine/test_crew \
	tests/engine/test_curve \
	tests/engine/test_dataset \
	tests/engine/test_directions \
	tests/engine/test_engine \
	tests/engine/test_error \
	tests/engine/test_events \
	tests/engine/test_exchange \
	tests/engine/test_explain \
	tests/engine/test_expression \
	tests/engine/test_file \
	tests/engine/test_fitted \
	tests/engine/test_flow \
	tests/engine/test_gradcheck \
	tests/engine/test_gru \
	tests/engine/test_import_broken \
	tests/engine/test_import_events \
	tests/engine/test_import_excerpts \
	tests/engine/test_import_tasks \
	tests/engine/test_import_tracking \
	tests/engine/test_injury \
	tests/engine/test_kernels \
	tests/engine/test_language \
	tests/engine/test_layout \
	tests/engine/test_lens \
	tests/engine/test_linalg \
	tests/engine/test_lstm \
	tests/engine/test_memory \
	tests/engine/test_momentum \
	tests/engine/test_movement \
	tests/engine/test_net \
	tests/engine/test_next \
	tests/engine/test_optimizer \
	tests/engine/test_order \
	tests/engine/test_own_cell \
	tests/engine/test_panel \
	tests/engine/test_patterns \
	tests/engine/test_places \
	tests/engine/test_play \
	tests/engine/test_quantity \
	tests/engine/test_random \
	tests/engine/test_reference \
	tests/engine/test_rnn \
	tests/engine/test_runners \
	tests/engine/test_safetensors \
	tests/engine/test_simulator \
	tests/engine/test_simulators \
	tests/engine/test_spectra \
	tests/engine/test_tally \
	tests/engine/test_team \
	tests/engine/test_text \
	tests/engine/test_tidy \
	tests/engine/test_trainer \
	tests/engine/test_trajectory \
	tests/engine/test_utf8 \
	tests/engine/test_zones \
	tests/fuzz/fuzz_expression \
	tests/fuzz/fuzz_safetensors \
	tests/fuzz/fuzz_tidy
# These count what the code under test allocates (tests/engine/counting.h).
COUNTING = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
tests_engine_test_directions_LDFLAGS = $(COUNTING)
tests_engine_test_net_LDFLAGS = $(COUNTING)
tests_engine_test_trainer_LDFLAGS = $(COUNTING)
# The numerical ones once more, all in one program, with the engine in single precision: how close is close enough there is
# written beside it in double (tests/engine/within.h). To add one, add its source.
ENGINE_TESTS += tests/engine/test_single
tests_engine_test_single_CPPFLAGS = $(AM_CPPFLAGS) -DBACKPASS_SINGLE
tests_engine_test_single_LDFLAGS = $(COUNTING)
tests_engine_test_single_LDADD = $(ENGINE_SINGLE_LIBS) $(CRITERION_LIBS)
tests_engine_test_single_SOURCES = \
	tests/engine/test_batch.c \
	tests/engine/test_blas.c \
	tests/engine/test_cells.c \
	tests/engine/test_crew.c \
	tests/engine/test_curve.c \
	tests/engine/test_dataset.c \
	tests/engine/test_directions.c \
	tests/engine/test_exchange.c \
	tests/engine/test_explain.c \
	tests/engine/test_expression.c \
	tests/engine/test_flow.c \
	tests/engine/test_gradcheck.c \
	tests/engine/test_gru.c \
	tests/engine/test_kernels.c \
	tests/engine/test_layout.c \
	tests/engine/test_lens.c \
	tests/engine/test_linalg.c \
	tests/engine/test_lstm.c \
	tests/engine/test_net.c \
	tests/engine/test_optimizer.c \
	tests/engine/test_own_cell.c \
	tests/engine/test_panel.c \
	tests/engine/test_places.c \
	tests/engine/test_quantity.c \
	tests/engine/test_random.c \
	tests/engine/test_reference.c \
	tests/engine/test_rnn.c \
	tests/engine/test_safetensors.c \
	tests/engine/test_simulator.c \
	tests/engine/test_team.c \
	tests/engine/test_trainer.c
# The kernels once more as older processors run them, whichever runs the tests: in both precisions, without AVX-512 and as plain C.
OLDER_KERNELS = \
	engine/math/curve.c \
	engine/math/panel.c \
	engine/net/backward.c \
	engine/net/cell.c \
	engine/net/gate.c \
	engine/net/gru.c \
	engine/net/lstm.c \
	engine/net/rnn.c \
	tests/engine/test_curve.c \
	tests/engine/test_kernels.c \
	tests/engine/test_panel.c
ENGINE_TESTS += \
	tests/engine/test_kernels_avx2 \
	tests/engine/test_kernels_avx2_single \
	tests/engine/test_kernels_plain \
	tests/engine/test_kernels_plain_single
tests_engine_test_kernels_avx2_CPPFLAGS = $(AM_CPPFLAGS) -DBACKPASS_NO_AVX512
tests_engine_test_kernels_avx2_SOURCES = $(OLDER_KERNELS)
tests_engine_test_kernels_avx2_single_CPPFLAGS = $(AM_CPPFLAGS) -DBACKPASS_NO_AVX512 -DBACKPASS_SINGLE
tests_engine_test_kernels_avx2_single_LDADD = $(ENGINE_SINGLE_LIBS) $(CRITERION_LIBS)
tests_engine_test_kernels_avx2_single_SOURCES = $(OLDER_KERNELS)
tests_engine_test_kernels_plain_CPPFLAGS = $(AM_CPPFLAGS) -DBACKPASS_PLAIN
tests_engine_test_kernels_plain_SOURCES = $(OLDER_KERNELS)
tests_engine_test_kernels_plain_single_CPPFLAGS = $(AM_CPPFLAGS) -DBACKPASS_PLAIN -DBACKPASS_SINGLE
tests_engine_test_kernels_plain_single_LDADD = $(ENGINE_SINGLE_LIBS) $(CRITERION_LIBS)
tests_engine_test_kernels_plain_single_SOURCES = $(OLDER_KERNELS)
LESSONS_TESTS = \
	tests/fuzz/fuzz_lesson \
	tests/lessons/test_lesson \
	tests/lessons/test_progress
tests_fuzz_fuzz_lesson_LDADD = $(LINK_LESSONS)
tests_lessons_test_lesson_LDADD = $(LINK_LESSONS)
tests_lessons_test_progress_LDADD = $(LINK_LESSONS)
APP_TESTS = \
	tests/app/test_ansi \
	tests/app/test_beside \
	tests/app/test_cell \
	tests/app/test_command \
	tests/app/test_compare \
	tests/app/test_frame \
	tests/app/test_golden \
	tests/app/test_grid \
	tests/app/test_heat \
	tests/app/test_journal \
	tests/app/test_key \
	tests/app/test_knives \
	tests/app/test_language \
	tests/app/test_load \
	tests/app/test_marks \
	tests/app/test_page \
	tests/app/test_palette \
	tests/app/test_parse \
	tests/app/test_pitch \
	tests/app/test_player \
	tests/app/test_plot \
	tests/app/test_sizes \
	tests/app/test_split \
	tests/app/test_svg \
	tests/app/test_table \
	tests/app/test_undo \
	tests/app/test_views \
	tests/app/test_weights \
	tests/terminal/test_curses_prompt \
	tests/terminal/test_program
tests_app_test_ansi_LDADD = $(LINK_APP)
tests_app_test_cell_LDADD = $(LINK_APP)
tests_app_test_compare_LDADD = $(LINK_APP)
tests_app_test_frame_LDADD = $(LINK_APP)
tests_app_test_grid_LDADD = $(LINK_APP)
tests_app_test_heat_LDADD = $(LINK_APP)
tests_app_test_key_LDADD = $(LINK_APP)
tests_app_test_knives_LDADD = $(LINK_APP)
tests_app_test_language_LDADD = $(LINK_APP)
tests_app_test_load_LDADD = $(LINK_APP)
tests_app_test_palette_LDADD = $(LINK_APP)
tests_app_test_pitch_LDADD = $(LINK_APP)
tests_app_test_player_LDADD = $(LINK_APP)
tests_app_test_plot_LDADD = $(LINK_APP)
tests_app_test_svg_LDADD = $(LINK_APP)
tests_app_test_command_LDADD = $(LINK_APP)
tests_app_test_journal_LDADD = $(LINK_APP)
tests_app_test_parse_LDADD = $(LINK_APP)
tests_app_test_table_LDADD = $(LINK_APP)
tests_app_test_undo_LDADD = $(LINK_APP)
tests_app_test_beside_LDADD = $(LINK_APP)
tests_app_test_golden_LDADD = $(LINK_APP)
tests_app_test_marks_LDADD = $(LINK_APP)
tests_app_test_page_LDADD = $(LINK_APP)
tests_app_test_sizes_LDADD = $(LINK_APP)
tests_app_test_split_LDADD = $(LINK_APP)
tests_app_test_views_LDADD = $(LINK_APP)
tests_app_test_weights_LDADD = $(LINK_APP)
tests_terminal_test_curses_prompt_LDADD = $(LINK_APP)
tests_terminal_test_curses_prompt_SOURCES = tests/terminal/test_curses_prompt.c tests/terminal/vt.c tests/terminal/vt.h
tests_terminal_test_program_LDADD = $(LINK_APP)
tests_terminal_test_program_SOURCES = tests/terminal/test_program.c tests/terminal/vt.c tests/terminal/vt.h
# Little programs that tests drive.
DRIVEN = tests/terminal/prompt_demo
tests_terminal_prompt_demo_LDADD = $(APP_LIBS)

# What takes minutes: `make check-long`.
EXTRA_PROGRAMS += $(LONG_TESTS)
LONG_TESTS = \
	tests/engine/long_results
CLEANFILES = $(LONG_TESTS)

# How fast the engine and the program are; built by `make`, run by hand or by `make bench`.
noinst_PROGRAMS += $(BENCHES)
BENCHES = \
	bench-double \
	bench-single \
	tests/bench/bench_frame \
	tests/bench/bench_lessons \
	tests/bench/bench_program
BENCH_SOURCES = \
	tests/bench/bench.c \
	tests/bench/report.c \
	tests/bench/report.h \
	tests/bench/stopwatch.c \
	tests/bench/stopwatch.h \
	tests/bench/training.c \
	tests/bench/training.h
bench_double_SOURCES = $(BENCH_SOURCES)
bench_double_LDADD = $(ENGINE_LIBS)
bench_single_SOURCES = $(BENCH_SOURCES)
bench_single_CPPFLAGS = $(AM_CPPFLAGS) -DBACKPASS_SINGLE
bench_single_LDADD = $(ENGINE_SINGLE_LIBS)
tests_bench_bench_frame_LDADD = $(APP_LIBS)
tests_bench_bench_frame_SOURCES = tests/bench/bench_frame.c tests/bench/stopwatch.c tests/bench/stopwatch.h
tests_bench_bench_lessons_LDADD = $(APP_LIBS)
tests_bench_bench_program_SOURCES = tests/bench/bench_program.c tests/bench/stopwatch.c tests/bench/stopwatch.h
tests_bench_bench_program_LDADD =
tests_bench_bench_lessons_SOURCES = tests/bench/bench_lessons.c tests/bench/stopwatch.c tests/bench/stopwatch.h

# BENCHED: seconds a workload is measured; `make bench BENCHED=1` takes longer and varies less. OpenBLAS finds out itself
# which processor this is.
BENCHED = 0.3
MEASURE = env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE -u OPENBLAS_NUM_THREADS
bench: $(BENCHES) $(bin_PROGRAMS)
	$(MEASURE) ./bench-single --table --seconds $(BENCHED)
	$(MEASURE) ./bench-double --table --seconds $(BENCHED)
	$(MEASURE) ./bench-single --scaling --seconds $(BENCHED)
	$(MEASURE) ./tests/bench/bench_lessons '$(srcdir)/lessons'
	$(MEASURE) ./tests/bench/bench_frame
	$(MEASURE) ./tests/bench/bench_program ./backpass
.PHONY: bench

# Whatever the tests read.
TEST_FILES = \
	docs/commands.md \
	docs/engine.md \
	docs/language.md \
	docs/lesson-authoring.md \
	tests/app/session_kit.h \
	tests/app/view_kit.h \
	tests/engine/counting.h \
	tests/engine/import_samples.h \
	tests/engine/probe_fixture.h \
	tests/engine/sample.h \
	tests/engine/within.h \
	tests/fuzz/tidy/broken.csv \
	tests/fuzz/tidy/numbers.csv \
	tests/fuzz/tidy/quotes.csv \
	tests/fuzz/tidy/words.csv \
	tests/golden/cell-120x40-ascii.txt \
	tests/golden/cell-120x40.txt \
	tests/golden/cell-80x24-ascii.txt \
	tests/golden/cell-80x24.txt \
	tests/golden/cell-gru-120x40-ascii.txt \
	tests/golden/cell-gru-120x40.txt \
	tests/golden/cell-gru-80x24-ascii.txt \
	tests/golden/cell-gru-80x24.txt \
	tests/golden/cell-rnn-120x40-ascii.txt \
	tests/golden/cell-rnn-120x40.txt \
	tests/golden/cell-rnn-80x24-ascii.txt \
	tests/golden/cell-rnn-80x24.txt \
	tests/golden/compare-120x40-ascii.txt \
	tests/golden/compare-120x40.txt \
	tests/golden/compare-80x24-ascii.txt \
	tests/golden/compare-80x24.txt \
	tests/golden/equation-120x40-ascii.txt \
	tests/golden/equation-120x40.txt \
	tests/golden/equation-80x24-ascii.txt \
	tests/golden/equation-80x24.txt \
	tests/golden/gates-120x40-ascii.txt \
	tests/golden/gates-120x40.txt \
	tests/golden/gates-80x24-ascii.txt \
	tests/golden/gates-80x24.txt \
	tests/golden/gates-gru-120x40-ascii.txt \
	tests/golden/gates-gru-120x40.txt \
	tests/golden/gates-gru-80x24-ascii.txt \
	tests/golden/gates-gru-80x24.txt \
	tests/golden/gates-gru-backward-120x40-ascii.txt \
	tests/golden/gates-gru-backward-120x40.txt \
	tests/golden/gates-gru-backward-80x24-ascii.txt \
	tests/golden/gates-gru-backward-80x24.txt \
	tests/golden/gates-rnn-120x40-ascii.txt \
	tests/golden/gates-rnn-120x40.txt \
	tests/golden/gates-rnn-80x24-ascii.txt \
	tests/golden/gates-rnn-80x24.txt \
	tests/golden/gradients-120x40-ascii.txt \
	tests/golden/gradients-120x40.txt \
	tests/golden/gradients-80x24-ascii.txt \
	tests/golden/gradients-80x24.txt \
	tests/golden/gradients-lstm-120x40-ascii.txt \
	tests/golden/gradients-lstm-120x40.txt \
	tests/golden/gradients-lstm-80x24-ascii.txt \
	tests/golden/gradients-lstm-80x24.txt \
	tests/golden/influence-120x40-ascii.txt \
	tests/golden/influence-120x40.txt \
	tests/golden/influence-80x24-ascii.txt \
	tests/golden/influence-80x24.txt \
	tests/golden/jacobian-120x40-ascii.txt \
	tests/golden/jacobian-120x40.txt \
	tests/golden/jacobian-80x24-ascii.txt \
	tests/golden/jacobian-80x24.txt \
	tests/golden/lesson-120x40-ascii.txt \
	tests/golden/lesson-120x40.txt \
	tests/golden/lesson-80x24-ascii.txt \
	tests/golden/lesson-80x24.txt \
	tests/golden/split-120x40-ascii.txt \
	tests/golden/split-120x40.txt \
	tests/golden/split-80x24-ascii.txt \
	tests/golden/split-80x24.txt \
	tests/golden/split-jacobian-120x40-ascii.txt \
	tests/golden/split-jacobian-120x40.txt \
	tests/golden/split-jacobian-80x24-ascii.txt \
	tests/golden/split-jacobian-80x24.txt \
	tests/golden/split-lesson-120x40-ascii.txt \
	tests/golden/split-lesson-120x40.txt \
	tests/golden/split-lesson-80x24-ascii.txt \
	tests/golden/split-lesson-80x24.txt \
	tests/golden/pitch-120x40-ascii.txt \
	tests/golden/pitch-120x40.txt \
	tests/golden/pitch-80x24-ascii.txt \
	tests/golden/pitch-80x24.txt \
	tests/golden/pitch-next-120x40-ascii.txt \
	tests/golden/pitch-next-120x40.txt \
	tests/golden/pitch-next-80x24-ascii.txt \
	tests/golden/pitch-next-80x24.txt \
	tests/golden/pitch-runners-120x40-ascii.txt \
	tests/golden/pitch-runners-120x40.txt \
	tests/golden/pitch-runners-80x24-ascii.txt \
	tests/golden/pitch-runners-80x24.txt \
	tests/golden/pitch-trajectory-120x40-ascii.txt \
	tests/golden/pitch-trajectory-120x40.txt \
	tests/golden/pitch-trajectory-80x24-ascii.txt \
	tests/golden/pitch-trajectory-80x24.txt \
	tests/golden/states-120x40-ascii.txt \
	tests/golden/states-120x40.txt \
	tests/golden/states-80x24-ascii.txt \
	tests/golden/states-80x24.txt \
	tests/golden/training-120x40-ascii.txt \
	tests/golden/training-120x40.txt \
	tests/golden/training-80x24-ascii.txt \
	tests/golden/training-80x24.txt \
	tests/golden/training-compared-120x40-ascii.txt \
	tests/golden/training-compared-120x40.txt \
	tests/golden/training-compared-80x24-ascii.txt \
	tests/golden/training-compared-80x24.txt \
	tests/golden/unroll-120x40-ascii.txt \
	tests/golden/unroll-120x40.txt \
	tests/golden/unroll-80x24-ascii.txt \
	tests/golden/unroll-80x24.txt \
	tests/golden/unroll-backward-120x40-ascii.txt \
	tests/golden/unroll-backward-120x40.txt \
	tests/golden/unroll-backward-80x24-ascii.txt \
	tests/golden/unroll-backward-80x24.txt \
	tests/golden/unroll-lstm-120x40-ascii.txt \
	tests/golden/unroll-lstm-120x40.txt \
	tests/golden/unroll-lstm-80x24-ascii.txt \
	tests/golden/unroll-lstm-80x24.txt \
	tests/lessons/seeds.sh \
	tests/reference/gru-2-both.txt \
	tests/reference/gru-2.txt \
	tests/reference/gru-both.txt \
	tests/reference/gru-one-step.txt \
	tests/reference/gru.txt \
	tests/reference/load-both.safetensors \
	tests/reference/load-both.txt \
	tests/reference/load-gru.safetensors \
	tests/reference/load-gru.txt \
	tests/reference/load-lstm.safetensors \
	tests/reference/load-lstm.txt \
	tests/reference/load-rnn.safetensors \
	tests/reference/load-rnn.txt \
	tests/reference/load.csv \
	tests/reference/lstm-2-both.txt \
	tests/reference/lstm-2.txt \
	tests/reference/lstm-both-many-to-one.txt \
	tests/reference/lstm-both.txt \
	tests/reference/lstm-many-to-one.txt \
	tests/reference/lstm.txt \
	tests/reference/make_fixtures.py \
	tests/reference/make_safetensors.py \
	tests/reference/rnn-2.txt \
	tests/reference/rnn-both.txt \
	tests/reference/rnn-relu.txt \
	tests/reference/rnn-tanh.txt
