namespace MedTrain.Evaluation.Figures;

/// <summary>Colours that people with any colour vision can tell apart (Okabe and Ito 2008), and the greys of axes.</summary>
internal static class Palette
{
    internal const string Blue = "#0072B2";
    internal const string Orange = "#E69F00";
    internal const string Vermilion = "#D55E00";
    internal const string Green = "#009E73";
    internal const string Purple = "#CC79A7";
    internal const string Sky = "#56B4E9";
    internal const string Ink = "#222222";
    internal const string Grey = "#888888";
    internal const string Faint = "#DDDDDD";
}
