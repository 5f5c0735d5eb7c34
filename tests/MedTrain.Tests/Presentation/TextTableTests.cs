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

    [Fact]
    public void Brackets_are_text_and_not_markup()
    {
        var output = new StringWriter();
        TextTable.Write(output, "[title]", ["[red]"], [["0.5 [0.4, 0.6]"]]);

        Assert.Equal(["[title]", "  [red]", "──────────────────", "  0.5 [0.4, 0.6]"], output.ToString().Split('\n').SkipLast(1).Select(line => line.TrimEnd()));
    }
}
