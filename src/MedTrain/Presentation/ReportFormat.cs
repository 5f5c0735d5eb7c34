namespace MedTrain.Presentation;

/// <summary>How a result is printed.</summary>
internal enum ReportFormat
{
    /// <summary>Tables for people.</summary>
    Tables,

    /// <summary>JSON with every digit.</summary>
    Json,

    /// <summary>One CSV table with every digit, one row a number.</summary>
    Csv,

    /// <summary>The tables as Markdown.</summary>
    Markdown,

    /// <summary>The tables as LaTeX.</summary>
    Latex,
}
