using System.Globalization;

namespace MedTrain.Evaluation.Figures;

/// <summary>A square plot with labelled axes.</summary>
internal sealed class Plot
{
    private const double Size = 300, Left = 60, Top = 40, Right = 20, Bottom = 50;

    private readonly Drawing _drawing = new(Left + Size + Right, Top + Size + Bottom);
    private readonly string _title;
    private readonly (double Low, double High) _x;
    private readonly (double Low, double High) _y;
    private readonly List<(string Text, string Colour)> _keys = [];

    internal Plot(string title, string xLabel, string yLabel, (double Low, double High) x, (double Low, double High) y)
    {
        (_title, _x, _y) = (title, x, y);
        for (var tick = 0; tick <= 5; tick++)
        {
            double atX = x.Low + (x.High - x.Low) * tick / 5, atY = y.Low + (y.High - y.Low) * tick / 5;
            _drawing.Line(X(atX), Top, X(atX), Top + Size, Palette.Faint);
            _drawing.Line(Left, Y(atY), Left + Size, Y(atY), Palette.Faint);
            _drawing.Text(X(atX), Top + Size + 16, Number(atX), size: 11);
            _drawing.Text(Left - 6, Y(atY) + 4, Number(atY), "end", 11);
        }
        _drawing.Line(Left, Top + Size, Left + Size, Top + Size, Palette.Ink);
        _drawing.Line(Left, Top, Left, Top + Size, Palette.Ink);
        _drawing.Text(Left + Size / 2, Top + Size + 38, xLabel);
        _drawing.UpwardText(16, Top + Size / 2, yLabel);
        _drawing.Text(Left + Size / 2, 22, title, size: 14);
    }

    internal void Curve(IEnumerable<(double X, double Y)> points, string colour, bool dashed = false) =>
        _drawing.Path(points.Select(point => (X(point.X), Y(point.Y))), colour, dashed);

    internal void Band(IReadOnlyList<(double X, double Lower, double Upper)> band, string colour) => _drawing.Area(
        [.. band.Select(point => (X(point.X), Y(point.Upper))), .. band.Reverse().Select(point => (X(point.X), Y(point.Lower)))], colour,
            0.2);

    internal void Point(double x, double y, string colour) => _drawing.Dot(X(x), Y(y), colour);

    /// <summary>A small point that lets others show through.</summary>
    internal void Mark(double x, double y, string colour) => _drawing.Dot(X(x), Y(y), colour, 2, 0.45);

    internal void Whisker(double x, double lower, double upper, string colour) =>
        _drawing.Line(X(x), Y(lower), X(x), Y(upper), colour, 1.4);

    /// <summary>Where the key stands: where this kind of figure is usually empty.</summary>
    internal Corner KeyAt { get; init; } = Corner.LowerRight;

    /// <summary>Adds a line to the key; each stands above those before.</summary>
    internal void Key(string text, string colour) => _keys.Add((text, colour));

    internal string ToSvg()
    {
        var lowest = KeyAt == Corner.LowerRight ? Top + Size - 12 : Top + 2 + 16 * _keys.Count;
        foreach (var (index, (text, colour)) in _keys.Index())
        {
            var y = lowest - 16 * index;
            if (KeyAt == Corner.UpperLeft)
            {
                _drawing.TextOnTop(Left + 8, y, text, "start", 11, colour);
            }
            else
            {
                _drawing.TextOnTop(Left + Size - 8, y, text, "end", 11, colour);
            }
        }
        _keys.Clear();
        return _drawing.ToSvg(_title);
    }

    private double X(double value) => Left + Size * (Math.Clamp(value, _x.Low, _x.High) - _x.Low) / (_x.High - _x.Low);

    private double Y(double value) => Top + Size - Size * (Math.Clamp(value, _y.Low, _y.High) - _y.Low) / (_y.High - _y.Low);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
