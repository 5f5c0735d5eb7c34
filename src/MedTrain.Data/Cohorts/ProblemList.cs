namespace MedTrain.Data.Cohorts;

/// <summary>
/// Collects problems. Of many alike (the same topic on line after line) only the first are kept, and the rest are counted in one
/// closing line, so that a wrong column of a long manifest stays readable.
/// </summary>
/// <param name="file">The file that problems with a line belong to.</param>
internal sealed class ProblemList(string? file)
{
    private const int KeptPerTopic = 20;

    private readonly List<DataProblem> problems = [];
    private readonly Dictionary<(DataProblemKind Kind, string Topic), int> countOfTopic = [];

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => problems.Count == 0;

    /// <summary>Adds a problem of one line.</summary>
    public void AddLine(int line, string topic, string message, DataProblemKind kind = DataProblemKind.Data)
    {
        var count = countOfTopic[(kind, topic)] = countOfTopic.GetValueOrDefault((kind, topic)) + 1;
        if (count <= KeptPerTopic)
        {
            problems.Add(new DataProblem(kind, message, file, line));
        }
    }

    /// <summary>Adds a problem of the whole file.</summary>
    public void AddFile(string message, int? line = null) =>
        problems.Add(new DataProblem(DataProblemKind.Data, message, file, line));

    /// <summary>Adds a problem of an experiment-file key.</summary>
    public void AddConfig(string key, string message) =>
        problems.Add(new DataProblem(DataProblemKind.Config, message, ConfigKey: key));

    /// <summary>Everything found, in order of lines; whole-file and config problems first.</summary>
    public IReadOnlyList<DataProblem> ToList()
    {
        var all = problems.OrderBy(problem => problem.Line ?? 0).ToList();
        foreach (var ((kind, topic), count) in countOfTopic.Where(entry => entry.Value > KeptPerTopic))
        {
            all.Add(new DataProblem(kind, $"{count - KeptPerTopic} more lines: {topic}", file));
        }
        return all;
    }
}
