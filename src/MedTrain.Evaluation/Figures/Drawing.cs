using System.Globalization;
using System.Security;
using System.Text;

namespace MedTrain.Evaluation.Figures;

/// <summary>Writes SVG elements; lengths in pixels with two decimals, so that equal numbers give equal text.</summary>
internal sealed class Drawing(double width, double height)
{
    private readonly StringBuilder _elements = new();

    internal void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1, bool dashed = false) => Add(
        $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{colour}\" stroke-width=\"{thickness:0.##}\"{(dashed ? " stroke-dasharray=\"4 3\"" : "")}/>");

    internal void Path(IEnumerable<(double X, double Y)> points, string colour, double thickness = 1.6, bool dashed = false) => Add(
        $"<polyline points=\"{Points(points)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thickness:0.##}\" stroke-linejoin=\"round\"{(dashed ? " stroke-dasharray=\"4 3\"" : "")}/>");

    internal void Area(IEnumerable<(double X, double Y)> points, string colour, double opacity) => Add(
        $"<polygon points=\"{Points(points)}\" fill=\"{colour}\" fill-opacity=\"{opacity:0.##}\" stroke=\"none\"/>");

    internal void Dot(double x, double y, string colour, double radius = 3.5) => Add(
        $"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{colour}\"/>");

    internal void Box(double x, double y, double boxWidth, double boxHeight, string colour, double opacity) => Add(
        $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{boxWidth:0.##}\" height=\"{boxHeight:0.##}\" fill=\"{colour}\" fill-opacity=\"{opacity:0.###}\" stroke=\"{Palette.Faint}\"/>");

    internal void Text(double x, double y, string text, string anchor = "middle", double size = 12, string colour = Palette.Ink, bool upward = false) => Add(
        $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" font-size=\"{size:0.##}\" fill=\"{colour}\"{(upward ? Turn(x, y) : "")}>{SecurityElement.Escape(text)}</text>");

    /// <summary>The whole figure; <paramref name="title"/> is its accessible name.</summary>
    internal string ToSvg(string title) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.##} {height:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" font-family=\"Helvetica, Arial, sans-serif\" role=\"img\">\n<title>{SecurityElement.Escape(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n{_elements}</svg>\n");

    private static string Turn(double x, double y) => string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {x:0.##} {y:0.##})\"");

    private static string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));

    private void Add(FormattableString element) => _elements.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
