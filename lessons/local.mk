# lessons/: Markdown -> steps, and progress.
noinst_LIBRARIES += liblessons.a
liblessons_a_SOURCES = $(LESSONS_SOURCES)
liblessons_a_CPPFLAGS = $(AM_CPPFLAGS) $(CMARK_CFLAGS)
LESSONS_LIBS = liblessons.a $(CMARK_LIBS) $(ENGINE_LIBS)

LESSONS_SOURCES = \
	lessons/field.c \
	lessons/field.h \
	lessons/lesson.c \
	lessons/lesson.h \
	lessons/lesson_folder.c \
	lessons/line.c \
	lessons/line.h \
	lessons/live.c \
	lessons/live.h \
	lessons/live_challenge.c \
	lessons/live_claims.c \
	lessons/live_commands.c \
	lessons/live_question.c \
	lessons/markdown.c \
	lessons/markdown.h \
	lessons/progress.c \
	lessons/progress.h

# The course itself.
COURSE = \
	lessons/01-why-memory.md \
	lessons/03-unrolling.md \
	lessons/06-vanishing-gradients.md \
	lessons/07-lstm.md \
	lessons/08-gru.md \
	lessons/09-lstm-or-gru.md \
	lessons/10-bidirectional.md

# The program finds the course beside its build folder. A build folder elsewhere sees it through links.
all-local:
	@test -f ../lessons/lesson.h || test -f ../../lessons/lesson.h || for file in lessons/lesson.h $(COURSE); do \
	    test -f $$file || ln -sf '$(abs_srcdir)'/$$file $$file; done
