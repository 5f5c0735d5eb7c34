using MedTrain.Configuration;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Presentation;

namespace MedTrain.Tests.Presentation;

public class FailureReportTests
{
    public static TheoryData<Exception, int> Codes => new()
    {
        { new UsageException("x"), 2 },
        { new ConfigException([new ConfigProblem(new ConfigOrigin("c.yaml", 1, 1), "a", "", "x", "")]), 2 },
        { new CohortException([new DataProblem(DataProblemKind.Config, "x")]), 2 },
        { new LeakageException([new DataProblem(DataProblemKind.Leakage, "x")]), 3 },
        { new CohortException([new DataProblem(DataProblemKind.Data, "x")]), 4 },
        { new UnreadableImageException("a.dcm", "x"), 4 },
        { new OperationCanceledException(), 130 },
        { new InvalidOperationException("x"), 1 },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_kind_of_failure_has_its_exit_code(Exception exception, int code) =>
        Assert.Equal(code, FailureReport.Write(exception, TextWriter.Null, verbose: false));

    [Fact]
    public void An_unexpected_failure_is_one_line_with_its_causes_and_a_hint()
    {
        var error = new StringWriter();
        FailureReport.Write(new InvalidOperationException("outer", new IOException("disk full")), error, verbose: false);

        var lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("outer — because: disk full", lines[0], StringComparison.Ordinal);
        Assert.Contains("--verbose", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_stack_of_an_unexpected_failure_is_shown_on_request()
    {
        var error = new StringWriter();
        FailureReport.Write(new InvalidOperationException("outer"), error, verbose: true);

        Assert.Contains(nameof(InvalidOperationException), error.ToString(), StringComparison.Ordinal);
    }
}
