/* Answers that are words: which is true, which the model in use holds likeliest, and where on the pitch it lies.
 * Knows: the play, the data. Must not know how it is drawn. */
#ifndef BACKPASS_APP_VIEW_PITCH_WORDS_H
#define BACKPASS_APP_VIEW_PITCH_WORDS_H

#include "app/view/play.h"

/** pitch_words - how many words there are to choose from; 0 where numbers are asked for. */
size_t pitch_words(const Play *play);
/** pitch_word_true - the one that is right at step `asked`, from 0. */
size_t pitch_word_true(const Play *play, size_t asked);
/** pitch_word_likeliest - of the model in use, with its probability; NAN without a model. */
size_t pitch_word_likeliest(const Play *play, size_t asked, double *share);
/** pitch_word_name - the quantity that is its probability: with two words the network says that of the second. */
void pitch_word_name(const Play *play, size_t asked, size_t word, char name[96]);
/** pitch_word_place - where it lies, when words of the same name are read with a place, as zones are: the mean of those places.
 *  false for any other word. */
bool pitch_word_place(const Play *play, size_t word, double at[2]);

#endif
