# app/: everything of the program but main() is a library, so that the tests can link it.
noinst_LIBRARIES += libapp.a
libapp_a_SOURCES = $(APP_SOURCES)
libapp_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURSES_CFLAGS) $(READLINE_CFLAGS) -DBACKPASS_DATADIR='"$(pkgdatadir)"'
APP_LIBS = libapp.a $(LESSONS_LIBS) $(READLINE_LIBS) $(CURSES_LIBS)

APP_SOURCES = \
	app/grid/grid.h \
	app/grid/heat.h \
	app/grid/plot.h \
	app/run/prompt.h \
	app/session/journal.c \
	app/session/journal.h \
	app/session/session.c \
	app/session/session.h \
	app/session/world.c \
	app/session/world.h \
	app/terminal/curses.h \
	app/terminal/terminal.h \
	app/view/view.h
