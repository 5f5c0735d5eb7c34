using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Tests.Predictions;

public sealed class CaseColumnsReading : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Values_come_in_the_order_of_the_cases_and_are_null_where_unknown()
    {
        File.WriteAllText(_file, "sex,image,site\nF,a,\"x, y\"\n,b,z\n");
        var columns = CaseColumns.Read(_file, "image", ["site", "sex"]);
        Assert.Equal(["z", "x, y", null], columns.Of("site", ["b", "a", "c"]));
        Assert.Equal([null, "F"], columns.Of("sex", ["b", "a"]));
    }

    [Fact]
    public void Missing_columns_and_broken_lines_are_listed_at_once()
    {
        File.WriteAllText(_file, "case_id,sex\na,F\nb\n");
        var missing = Assert.Throws<InvalidPredictionsException>(() => CaseColumns.Read(_file, "case_id", ["site", "age"]));
        Assert.Equal(2, missing.Errors.Count);
        var broken = Assert.Throws<InvalidPredictionsException>(() => CaseColumns.Read(_file, "case_id", ["sex"]));
        Assert.StartsWith("line 3:", Assert.Single(broken.Errors), StringComparison.Ordinal);
    }
}
