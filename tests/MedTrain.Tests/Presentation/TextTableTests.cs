using MedTrain.Presentation;

namespace MedTrain.Tests.Presentation;

public class TextTableTests
{
    [Fact]
    public void A_wide_table_in_a_pipe_is_neither_wrapped_nor_cut()
    {
        var output = new StringWriter();
        var columns = Enumerable.Range(0, 60).Select(index => $"a long heading {index}").ToArray();
        TextTable.Write(output, "", columns, [columns]);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(columns, column => Assert.Contains(column, lines[2], StringComparison.Ordinal));
    }

    /// <summary>Widths with the border: first column 2 + 3 + 4, the others 3 + 10 each.</summary>
    [Theory]
    [InlineData(100, "0,1,2,3")]
    [InlineData(35, "0,1,2", "0,3")]
    [InlineData(34, "0,1", "0,2", "0,3")]
    [InlineData(10, "0,1", "0,2", "0,3")]
    public void On_a_narrow_terminal_a_table_comes_in_parts_that_begin_with_its_first_column(int width, params string[] parts) =>
        Assert.Equal(
            parts,
            TextTable.Parts(["", "a", "b", "c"], [["mass", "0123456789", "0123456789", "0123456789"]], width)
                .Select(part => string.Join(',', part)));

    [Fact]
    public void Brackets_are_text_and_not_markup()
    {
        var output = new StringWriter();
        TextTable.Write(output, "[title]", ["[red]"], [["0.5 [0.4, 0.6]"]]);

        Assert.Equal(["[title]", "  [red]", "──────────────────", "  0.5 [0.4, 0.6]"], output.ToString().Split('\n').SkipLast(1).Select(line => line.TrimEnd()));
    }
}
