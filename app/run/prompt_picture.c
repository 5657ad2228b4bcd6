#include "app/run/prompt_picture.h"

enum { MOST_ROWS = 10 }; // of matches

/* A control character as ^X. */
static void add_shown(Text *text, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count && bytes[i] != '\0'; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        char caret[2] = {'^', (char)(byte ^ 64)};
        if (byte < 0x20 || byte == 0x7F)
            text_add_bytes(text, caret, 2);
        else
            text_add_bytes(text, bytes + i, 1);
    }
}

/* How far a line is shifted so that the cursor is seen with something before and behind it. */
static int shift_for(int columns, int cursor, int width)
{
    if (columns < width)
        return 0;
    int shift = cursor - width * 3 / 4, most = columns + 1 - width;
    return shift < 0 ? 0 : shift > most ? most : shift;
}

/* The rest of a string after `shift` columns; *over: the columns by which a wide glyph went past them. */
static const char *after_columns(const Grid *grid, const char *string, int shift, int *over)
{
    int passed = 0;
    while (*string != '\0') {
        const char *next = string;
        char glyph[5] = {0};
        utf8_put(utf8_next(&next), glyph);
        int columns = grid_columns(grid, glyph);
        if (passed >= shift && columns > 0)
            break;
        passed += columns;
        string = next;
    }
    *over = passed > shift ? passed - shift : 0;
    return string;
}

static void draw_line(const PromptPicture *picture, Grid *grid, int x, int y, int width)
{
    Text shown = {0};
    add_shown(&shown, picture->line, picture->point);
    int cursor = grid_columns(grid, text_string(&shown)), over = 0;
    add_shown(&shown, picture->line + picture->point, SIZE_MAX);
    int columns = grid_columns(grid, text_string(&shown)), shift = shift_for(columns, cursor, width);
    const char *rest = after_columns(grid, text_string(&shown), shift, &over);
    grid_text(grid, x + over, y, width - over, style(ROLE_TEXT), rest);
    if (shift > 0)
        grid_put(grid, x, y, grid->ascii ? '<' : 0x2026, style(ROLE_FAINT));
    grid->cursor_x = x + cursor - shift;
    grid->cursor_y = y;
    text_free(&shown);
}

/* The words in columns, read downwards, in as many rows above the prompt as they need. */
static void draw_matches(const PromptPicture *picture, Grid *grid, Rect area)
{
    int widest = 1, count = (int)picture->matches, most = area.height < MOST_ROWS ? area.height : MOST_ROWS;
    for (int i = 0; i < count; i++)
        widest = grid_columns(grid, picture->match[i]) > widest ? grid_columns(grid, picture->match[i]) : widest;
    int across = area.width / (widest + 2) > 0 ? area.width / (widest + 2) : 1;
    int needed = (count + across - 1) / across, rows = needed < most ? needed : most;
    bool more = needed > most;
    int words = more ? rows - 1 : rows; // rows of words
    if (rows < 1)
        return;
    int top = area.y + area.height - rows, drawn = words * across < count ? words * across : count;
    grid_fill(grid, (Rect){area.x, top, area.width, rows}, ' ', style(ROLE_STATUS));
    for (int i = 0; i < drawn; i++)
        grid_text(grid, area.x + 1 + i / words * (widest + 2), top + i % words,
                  area.width - 1 - i / words * (widest + 2), style(ROLE_STATUS), picture->match[i]);
    if (more)
        grid_textf(grid, area.x + 1, top + words, area.width - 1, style(ROLE_STATUS), "… and %d more", count - drawn);
}

void prompt_picture_draw(const PromptPicture *picture, Grid *grid, Rect area)
{
    int y = area.y + area.height - 1;
    int columns = grid_columns(grid, picture->prompt), most = area.width > 2 ? area.width / 2 : 0;
    columns = columns < most ? columns : most;
    grid_fill(grid, (Rect){area.x, y, area.width, 1}, ' ', style(ROLE_TEXT));
    grid_text(grid, area.x, y, columns, style(ROLE_KEY), picture->prompt);
    draw_line(picture, grid, area.x + columns, y, area.width - columns);
    if (picture->matches > 0)
        draw_matches(picture, grid, (Rect){area.x, area.y, area.width, area.height - 1});
}
