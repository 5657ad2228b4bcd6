# engine/: the numbers. One list of sources, so that it can be built for another `real` as well.
noinst_LIBRARIES += libengine.a
libengine_a_SOURCES = $(ENGINE_SOURCES)
libengine_a_CPPFLAGS = $(AM_CPPFLAGS) $(LAPACKE_CFLAGS) $(OPENBLAS_CFLAGS)
ENGINE_LIBS = libengine.a $(LAPACKE_LIBS) $(OPENBLAS_LIBS)

ENGINE_SOURCES = \
	engine/base/error.c \
	engine/base/error.h \
	engine/base/file.c \
	engine/base/file.h \
	engine/base/file_write.c \
	engine/base/memory.c \
	engine/base/memory.h \
	engine/base/text.c \
	engine/base/text.h \
	engine/base/text_names.c \
	engine/base/text_number.c \
	engine/base/utf8.c \
	engine/base/utf8.h \
	engine/base/utf8_width.c \
	engine/football/dataset.h \
	engine/football/simulator.h \
	engine/football/tidy.h \
	engine/math/blas.c \
	engine/math/blas.h \
	engine/math/linalg.c \
	engine/math/linalg.h \
	engine/math/random.c \
	engine/math/random.h \
	engine/math/real.h \
	engine/net/batch.h \
	engine/net/cell.h \
	engine/net/gradcheck.h \
	engine/net/layout.h \
	engine/net/net.h \
	engine/probe/explain.h \
	engine/probe/flow.h \
	engine/probe/lens.h \
	engine/probe/probe.h \
	engine/train/trainer.h
