using System.Text;

namespace MedTrain.Data.Cohorts;

/// <summary>What a problem is about; decides the program's exit code.</summary>
public enum DataProblemKind
{
    /// <summary>The experiment file asks for something that the data cannot give.</summary>
    Config,

    /// <summary>The manifest or an image cannot be used as it is.</summary>
    Data,

    /// <summary>The same patient or image is in two parts of the split.</summary>
    Leakage,
}

/// <summary>One thing that is wrong with the data of an experiment.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">What was given, why it is wrong, what to do.</param>
/// <param name="File">The file that it was found in, or null.</param>
/// <param name="Line">Line in that file, from 1, or null.</param>
/// <param name="ConfigKey">The experiment-file key that it belongs to, such as <c>data.labels</c>, or null.</param>
public sealed record DataProblem(DataProblemKind Kind, string Message, string? File = null, int? Line = null, string? ConfigKey = null)
{
    /// <summary>The problem as one line: <c>file:line: message</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File).Append(Line is null or 0 ? ": " : $":{Line}: ");
        }
        if (ConfigKey is not null)
        {
            text.Append(ConfigKey).Append(": ");
        }
        return text.Append(Message).ToString();
    }
}
