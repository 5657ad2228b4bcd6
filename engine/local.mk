# engine/: the numbers. One list of sources, built twice: for `real` as double, and as float.
noinst_LIBRARIES += libengine.a libengine_single.a
libengine_a_SOURCES = $(ENGINE_SOURCES)
libengine_a_CPPFLAGS = $(AM_CPPFLAGS) $(EXPAT_CFLAGS) $(JANSSON_CFLAGS) $(LAPACKE_CFLAGS) $(OPENBLAS_CFLAGS)
libengine_single_a_SOURCES = $(ENGINE_SOURCES)
libengine_single_a_CPPFLAGS = $(libengine_a_CPPFLAGS) -DBACKPASS_SINGLE
NUMBER_LIBS = $(LAPACKE_LIBS) $(OPENBLAS_LIBS) $(JANSSON_LIBS) $(EXPAT_LIBS)
ENGINE_LIBS = libengine.a $(NUMBER_LIBS)
ENGINE_SINGLE_LIBS = libengine_single.a $(NUMBER_LIBS)

# For other programs: the header they include with those it stands on, the library, and where pkg-config finds both.
enginedir = $(includedir)/backpass
nobase_engine_HEADERS = $(ENGINE_FACADE)
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = backpass.pc
install-exec-hook:
	$(MKDIR_P) '$(DESTDIR)$(libdir)'
	$(INSTALL_DATA) libengine.a '$(DESTDIR)$(libdir)/libbackpass.a'
uninstall-hook:
	rm -f '$(DESTDIR)$(libdir)/libbackpass.a'

ENGINE_FACADE = \
	engine/base/error.h \
	engine/base/team.h \
	engine/base/text.h \
	engine/base/utf8.h \
	engine/engine.h \
	engine/football/arrays.h \
	engine/football/dataset.h \
	engine/football/metric.h \
	engine/football/simulator.h \
	engine/math/blas.h \
	engine/math/random.h \
	engine/math/real.h \
	engine/net/batch.h \
	engine/net/cell.h \
	engine/net/exchange.h \
	engine/net/knife.h \
	engine/net/layout.h \
	engine/net/net.h \
	engine/net/safetensors.h \
	engine/probe/explain.h \
	engine/probe/lens.h \
	engine/probe/probe.h \
	engine/train/trainer.h

ENGINE_SOURCES = \
	engine/base/error.c \
	engine/base/error.h \
	engine/base/file.c \
	engine/base/file.h \
	engine/base/file_write.c \
	engine/base/memory.c \
	engine/base/memory.h \
	engine/base/team.c \
	engine/base/team.h \
	engine/base/text.c \
	engine/base/text.h \
	engine/base/text_names.c \
	engine/base/text_number.c \
	engine/base/utf8.c \
	engine/base/utf8.h \
	engine/base/utf8_width.c \
	engine/engine.c \
	engine/engine.h \
	engine/football/arrays.c \
	engine/football/arrays.h \
	engine/football/build.c \
	engine/football/build.h \
	engine/football/build_measure.c \
	engine/football/carry.c \
	engine/football/csv.c \
	engine/football/csv.h \
	engine/football/dataset.c \
	engine/football/dataset.h \
	engine/football/events.c \
	engine/football/import/action.c \
	engine/football/import/action.h \
	engine/football/import/decimal.c \
	engine/football/import/decimal.h \
	engine/football/import/import.c \
	engine/football/import/import.h \
	engine/football/import/import_dfl.c \
	engine/football/import/import_dfl.h \
	engine/football/import/import_dfl_event.c \
	engine/football/import/import_epts.c \
	engine/football/import/import_epts.h \
	engine/football/import/import_lastrow.c \
	engine/football/import/import_metrica.c \
	engine/football/import/import_metrica.h \
	engine/football/import/import_metrica_epts.c \
	engine/football/import/import_metrica_event.c \
	engine/football/import/import_skillcorner.c \
	engine/football/import/import_statsbomb.c \
	engine/football/import/import_wyscout.c \
	engine/football/import/jsonfile.c \
	engine/football/import/jsonfile.h \
	engine/football/import/match.c \
	engine/football/import/match.h \
	engine/football/import/match_settle.c \
	engine/football/import/place.c \
	engine/football/import/place.h \
	engine/football/import/task.c \
	engine/football/import/task.h \
	engine/football/import/task_events.c \
	engine/football/import/task_raw.c \
	engine/football/import/task_trajectory.c \
	engine/football/import/xmlfile.c \
	engine/football/import/xmlfile.h \
	engine/football/intern.c \
	engine/football/intern.h \
	engine/football/metric.c \
	engine/football/metric.h \
	engine/football/momentum.c \
	engine/football/next.c \
	engine/football/order.c \
	engine/football/patterns.c \
	engine/football/pitch.h \
	engine/football/places.c \
	engine/football/places.h \
	engine/football/runners.c \
	engine/football/signal.c \
	engine/football/simulator.c \
	engine/football/simulator.h \
	engine/football/simulator_knobs.c \
	engine/football/table.c \
	engine/football/table.h \
	engine/football/tidy.c \
	engine/football/tidy.h \
	engine/football/tidy_write.c \
	engine/football/trajectory.c \
	engine/football/walk.c \
	engine/football/walk.h \
	engine/football/zones.c \
	engine/math/blas.c \
	engine/math/blas.h \
	engine/math/curve.c \
	engine/math/curve.h \
	engine/math/lift.h \
	engine/math/linalg.c \
	engine/math/linalg.h \
	engine/math/panel.c \
	engine/math/panel.h \
	engine/math/panel_tile.inc \
	engine/math/random.c \
	engine/math/random.h \
	engine/math/real.h \
	engine/net/backward.c \
	engine/net/batch.c \
	engine/net/batch.h \
	engine/net/cell.c \
	engine/net/cell.h \
	engine/net/exchange.c \
	engine/net/exchange.h \
	engine/net/exchange_net.c \
	engine/net/exchange_write.c \
	engine/net/forward.c \
	engine/net/forward.h \
	engine/net/gate.c \
	engine/net/gradcheck.c \
	engine/net/gradcheck.h \
	engine/net/gru.c \
	engine/net/init.c \
	engine/net/jacobian.c \
	engine/net/knife.c \
	engine/net/knife.h \
	engine/net/layout.c \
	engine/net/layout.h \
	engine/net/loss.c \
	engine/net/loss.h \
	engine/net/lstm.c \
	engine/net/mlp.c \
	engine/net/net.c \
	engine/net/net.h \
	engine/net/paths.c \
	engine/net/paths.h \
	engine/net/recur.c \
	engine/net/recur.h \
	engine/net/rnn.c \
	engine/net/room.h \
	engine/net/safetensors.c \
	engine/net/safetensors.h \
	engine/net/safetensors_write.c \
	engine/net/tangent.c \
	engine/net/tape.c \
	engine/net/wiring.c \
	engine/net/wiring.h \
	engine/probe/arithmetic.c \
	engine/probe/evaluate.c \
	engine/probe/evaluate.h \
	engine/probe/explain.c \
	engine/probe/explain.h \
	engine/probe/explain_backward.c \
	engine/probe/explain_call.c \
	engine/probe/explain_cell.c \
	engine/probe/explain_data.c \
	engine/probe/explain_element.c \
	engine/probe/explain_gate.c \
	engine/probe/explain_influence.c \
	engine/probe/explain_jacobian.c \
	engine/probe/explain_operator.c \
	engine/probe/explain_score.c \
	engine/probe/explain_share.c \
	engine/probe/explain_spectral.c \
	engine/probe/explain_tape.c \
	engine/probe/explain_text.c \
	engine/probe/explain_weight.c \
	engine/probe/explain_where.c \
	engine/probe/explainer.c \
	engine/probe/explainer.h \
	engine/probe/flow.c \
	engine/probe/flow.h \
	engine/probe/functions.c \
	engine/probe/functions_flow.c \
	engine/probe/functions_influence.c \
	engine/probe/influence.c \
	engine/probe/influence.h \
	engine/probe/lens.c \
	engine/probe/lens.h \
	engine/probe/names.c \
	engine/probe/probe.h \
	engine/probe/scanner.c \
	engine/probe/scanner.h \
	engine/probe/scope.c \
	engine/probe/scope.h \
	engine/probe/source.c \
	engine/probe/source.h \
	engine/probe/source_count.c \
	engine/probe/source_history.c \
	engine/probe/source_open.c \
	engine/probe/source_path.c \
	engine/probe/source_sample.c \
	engine/probe/source_score.c \
	engine/probe/source_share.c \
	engine/probe/source_tape.c \
	engine/probe/source_way.c \
	engine/probe/source_weight.c \
	engine/probe/source_where.c \
	engine/probe/syntax.c \
	engine/probe/syntax.h \
	engine/probe/value.c \
	engine/probe/value.h \
	engine/train/evaluate.c \
	engine/train/history.c \
	engine/train/optimizer.c \
	engine/train/optimizer.h \
	engine/train/options.c \
	engine/train/order.c \
	engine/train/parts.h \
	engine/train/rewind.c \
	engine/train/snapshot.c \
	engine/train/snapshot.h \
	engine/train/step.c \
	engine/train/tally.c \
	engine/train/tally.h \
	engine/train/trainer.c \
	engine/train/trainer.h
