using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public sealed class ManifestTableTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a,b\n1,x\"y\n2,z\n")]
    [InlineData("a,b\n1,\"x\"y\n2,z\n")]
    [InlineData("a,b\n1,\"x\n2,z\n3,w\n")]
    public void A_stray_or_unclosed_quote_is_a_problem_of_its_line(string text)
    {
        var (_, problems) = Read(text);
        Assert.Contains(problems, p => p.Line == 2);
        Assert.All(problems, p => Assert.Contains("quote", p.Message, StringComparison.Ordinal));
    }

    private (ManifestTable? Table, IReadOnlyList<DataProblem> Problems) Read(string text)
    {
        var problems = new ProblemList("manifest.csv");
        return (ManifestTable.Read(folder.Write("manifest.csv", text), problems), problems.ToList());
    }
}
