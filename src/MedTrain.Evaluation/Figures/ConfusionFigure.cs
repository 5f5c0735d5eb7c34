using System.Globalization;

namespace MedTrain.Evaluation.Figures;

/// <summary>A confusion matrix: rows are the truth, columns the calls; shading is the share of the row.</summary>
internal static class ConfusionFigure
{
    private const double Left = 130, Top = 60, Cell = 70;

    /// <summary>Draws the matrix.</summary>
    /// <param name="title">What is called.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="cells">[true class, called class], row-major.</param>
    internal static Figure Make(string title, IReadOnlyList<string> classes, double[] cells)
    {
        var side = Cell * classes.Count;
        var drawing = new Drawing(Left + side + 20, Top + side + 60);
        drawing.Text(Left + side / 2, 22, $"Confusion matrix: {title}", size: 14);
        drawing.Text(Left + side / 2, Top + side + 46, "called");
        drawing.UpwardText(16, Top + side / 2, "true");
        for (var truth = 0; truth < classes.Count; truth++)
        {
            var row = Enumerable.Range(0, classes.Count).Sum(called => cells[truth * classes.Count + called]);
            var middle = Top + Cell * (truth + 0.5);
            drawing.Text(Left - 8, middle + 4, Short(classes[truth]), "end", 11);
            drawing.Text(Left + Cell * (truth + 0.5), Top + side + 20, Short(classes[truth]), size: 11);
            for (var called = 0; called < classes.Count; called++)
            {
                var share = row > 0 ? cells[truth * classes.Count + called] / row : 0;
                var x = Left + Cell * called;
                drawing.Box(x, Top + Cell * truth, Cell, Palette.Blue, share);
                var ink = share > 0.55 ? "#FFFFFF" : Palette.Ink;
                var count = cells[truth * classes.Count + called].ToString(CultureInfo.InvariantCulture);
                drawing.Text(x + Cell / 2, middle, count, colour: ink);
                drawing.Text(x + Cell / 2, middle + 16, share.ToString("0 %", CultureInfo.InvariantCulture), size: 10, colour: ink);
            }
        }
        return new Figure(Figure.NameOf("confusion", title), drawing.ToSvg($"Confusion matrix: {title}"));
    }

    private static string Short(string name) => name.Length <= 16 ? name : name[..15] + "…";
}
