# app/: everything of the program but main() is a library, so that the tests can link it.
noinst_LIBRARIES += libapp.a
libapp_a_SOURCES = $(APP_SOURCES)
libapp_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURSES_CFLAGS) $(JANSSON_CFLAGS) $(READLINE_CFLAGS) -DBACKPASS_DATADIR='"$(pkgdatadir)"'
APP_LIBS = libapp.a $(LESSONS_LIBS) $(READLINE_LIBS) $(CURSES_LIBS) $(JANSSON_LIBS)

bin_PROGRAMS += backpass
backpass_SOURCES = app/run/main.c
backpass_CPPFLAGS = $(libapp_a_CPPFLAGS)
backpass_LDADD = $(APP_LIBS)

APP_SOURCES = \
	app/command/asking_commands.c \
	app/command/command.c \
	app/command/command.h \
	app/command/complete.c \
	app/command/complete.h \
	app/command/complete_file.c \
	app/command/complete_file.h \
	app/command/course.c \
	app/command/course.h \
	app/command/course_commands.c \
	app/command/data_commands.c \
	app/command/export.c \
	app/command/export.h \
	app/command/help.c \
	app/command/help.h \
	app/command/input_file.c \
	app/command/input_file.h \
	app/command/intervening_commands.c \
	app/command/keeping_commands.c \
	app/command/keys.c \
	app/command/keys.h \
	app/command/load.c \
	app/command/load.h \
	app/command/model_commands.c \
	app/command/moving_commands.c \
	app/command/options.c \
	app/command/options.h \
	app/command/parse.c \
	app/command/parse.h \
	app/command/program_commands.c \
	app/command/submit.c \
	app/command/submit.h \
	app/command/table.c \
	app/command/table.h \
	app/command/training_commands.c \
	app/command/undo.c \
	app/command/verify.c \
	app/command/verify.h \
	app/grid/grid.c \
	app/grid/grid.h \
	app/grid/grid_ascii.c \
	app/grid/grid_mark.c \
	app/grid/grid_rule.c \
	app/grid/grid_text.c \
	app/grid/heat.c \
	app/grid/heat.h \
	app/grid/plot.c \
	app/grid/plot.h \
	app/grid/plot_curve.c \
	app/run/loop.c \
	app/run/loop.h \
	app/run/panel.c \
	app/run/panel.h \
	app/run/paths.c \
	app/run/paths.h \
	app/run/player.c \
	app/run/player.h \
	app/run/progress_line.c \
	app/run/progress_line.h \
	app/run/prompt.c \
	app/run/prompt.h \
	app/run/prompt_history.c \
	app/run/prompt_history.h \
	app/run/prompt_picture.c \
	app/run/prompt_picture.h \
	app/run/report.c \
	app/run/report.h \
	app/session/journal.c \
	app/session/journal.h \
	app/session/session.c \
	app/session/session.h \
	app/session/world.c \
	app/session/world.h \
	app/terminal/ansi.c \
	app/terminal/curses.c \
	app/terminal/curses.h \
	app/terminal/key.c \
	app/terminal/key.h \
	app/terminal/pairs.c \
	app/terminal/pairs.h \
	app/terminal/palette.c \
	app/terminal/signals.c \
	app/terminal/signals.h \
	app/terminal/svg.c \
	app/terminal/svg_shape.c \
	app/terminal/svg_shape.h \
	app/terminal/terminal.h \
	app/terminal/text.c \
	app/view/bars.c \
	app/view/bars.h \
	app/view/compare.c \
	app/view/equation.c \
	app/view/flow.c \
	app/view/flow.h \
	app/view/frame.c \
	app/view/gradients.c \
	app/view/jacobian.c \
	app/view/kit.c \
	app/view/kit.h \
	app/view/kit_shade.c \
	app/view/ladder.c \
	app/view/ladder.h \
	app/view/page.c \
	app/view/rule.c \
	app/view/rule.h \
	app/view/scene.c \
	app/view/scene.h \
	app/view/side.c \
	app/view/side.h \
	app/view/states.c \
	app/view/strip.c \
	app/view/terms.c \
	app/view/terms.h \
	app/view/training.c \
	app/view/unroll.c \
	app/view/view.c \
	app/view/view.h \
	app/view/welcome.c \
	app/view/wires.c
