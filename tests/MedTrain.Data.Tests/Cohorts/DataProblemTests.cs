using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public class DataProblemTests
{
    [Theory]
    [InlineData(7, "labels.csv:7: patient_id is empty")]
    [InlineData(0, "labels.csv: patient_id is empty")]
    [InlineData(null, "labels.csv: patient_id is empty")]
    public void A_problem_names_its_file_and_its_line_where_there_is_one(int? line, string expected)
    {
        Assert.Equal(expected, new DataProblem(DataProblemKind.Data, "patient_id is empty", "labels.csv", line).ToString());
    }
}
