using System.Globalization;
using System.Security;
using System.Text;

namespace MedTrain.Evaluation.Figures;

/// <summary>Writes SVG elements; lengths in pixels with two decimals, so that equal numbers give equal text.</summary>
internal sealed class Drawing(double width, double height)
{
    private readonly StringBuilder _elements = new();

    internal void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1) =>
        Add("line", null, ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", colour), ("stroke-width", thickness));

    internal void Path(IEnumerable<(double X, double Y)> points, string colour, bool dashed) => Add(
        "polyline", null, ("points", Points(points)), ("fill", "none"), ("stroke", colour), ("stroke-width", 1.6),
        ("stroke-linejoin", "round"), ("stroke-dasharray", dashed ? "4 3" : null));

    internal void Area(IEnumerable<(double X, double Y)> points, string colour, double opacity) =>
        Add("polygon", null, ("points", Points(points)), ("fill", colour), ("fill-opacity", opacity));

    internal void Dot(double x, double y, string colour, double radius = 3.5, double opacity = 1) => Add(
        "circle", null, ("cx", x), ("cy", y), ("r", radius), ("fill", colour), ("fill-opacity", opacity < 1 ? opacity : null));

    internal void Box(double x, double y, double side, string colour, double opacity) => Add(
        "rect", null, ("x", x), ("y", y), ("width", side), ("height", side), ("fill", colour), ("fill-opacity", opacity),
        ("stroke", Palette.Faint));

    internal void Text(double x, double y, string text, string anchor = "middle", double size = 12, string colour = Palette.Ink) =>
        Add("text", text, ("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size), ("fill", colour));

    /// <summary>Text that starts or ends at a point and stays readable on what lies under it.</summary>
    internal void TextOnTop(double x, double y, string text, string anchor, double size, string colour) => Add(
        "text", text, ("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size), ("fill", colour), ("stroke", "#FFFFFF"),
        ("stroke-width", 3), ("paint-order", "stroke"));

    /// <summary>Text that reads upwards, for the vertical axis.</summary>
    internal void UpwardText(double x, double y, string text) => Add(
        "text", text, ("x", x), ("y", y), ("text-anchor", "middle"), ("font-size", 12), ("fill", Palette.Ink),
        ("transform", $"rotate(-90 {Number(x)} {Number(y)})"));

    /// <summary>The whole figure.</summary>
    /// <param name="title">Its accessible name.</param>
    internal string ToSvg(string title)
    {
        var (w, h) = (Number(width), Number(height));
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" "
            + $"font-family=\"Helvetica, Arial, sans-serif\" role=\"img\">\n<title>{SecurityElement.Escape(title)}</title>\n"
            + $"<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n{_elements}</svg>\n";
    }

    private static string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Adds an element; an attribute that is null is left out.</summary>
    private void Add(string name, string? text, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        _elements.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _elements.Append(' ').Append(attribute).Append("=\"").Append(value as string ?? Number(Convert.ToDouble(value))).Append('"');
            }
        }
        _elements.Append(text is null ? "/>\n" : $">{SecurityElement.Escape(text)}</{name}>\n");
    }
}
