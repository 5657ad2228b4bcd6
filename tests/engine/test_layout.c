#include <criterion/criterion.h>

#include "engine/net/layout.h"

static Layout example(void)
{
    Layout layout = {0};
    layout_add(&layout, "Wx", 3, 2, false, false);
    layout_add(&layout, "Wh", 3, 3, false, false);
    layout_add(&layout, "b", 3, 1, true, false);
    layout_add(&layout, "Wy", 1, 3, false, true);
    layout_add(&layout, "by", 1, 1, true, true);
    return layout;
}

Test(layout, parts_follow_each_other_without_a_gap)
{
    Layout layout = example();
    cr_assert_eq(layout.parts, 5);
    cr_assert_eq(layout.count, 6 + 9 + 3 + 3 + 1);
    cr_assert_eq(layout.cell_count, 6 + 9 + 3);
    size_t next = 0;
    for (size_t i = 0; i < layout.parts; i++) {
        cr_assert_eq(layout.part[i].offset, next);
        next += layout.part[i].units * layout.part[i].inputs;
    }
    cr_assert_eq(next, layout.count);
}

Test(layout, finds_a_part_by_its_whole_name_alone)
{
    Layout layout = example();
    cr_assert_str_eq(layout_find(&layout, "Wh")->name, "Wh");
    cr_assert_null(layout_find(&layout, "W"));
    cr_assert_null(layout_find(&layout, "Whh"));
    cr_assert_null(layout_find(&layout, ""));
    cr_assert(layout_find(&layout, "by")->vector && layout_find(&layout, "by")->head);
}

Test(layout, stores_a_row_per_input_and_a_column_per_unit)
{
    Layout layout = example();
    const Part *Wh = layout_find(&layout, "Wh");
    cr_assert_eq(part_at(Wh, 0, 0), 6);
    cr_assert_eq(part_at(Wh, 1, 0), 7);
    cr_assert_eq(part_at(Wh, 1, 2), 6 + 2 * 3 + 1);
}

Test(layout, leads_back_from_an_index_to_unit_and_input)
{
    Layout layout = example();
    for (size_t i = 0; i < layout.count; i++) {
        size_t unit, input;
        const Part *part = layout_at(&layout, i, &unit, &input);
        cr_assert(unit < part->units && input < part->inputs);
        cr_assert_eq(part_at(part, unit, input), i);
    }
}
