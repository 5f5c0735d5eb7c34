using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public sealed class SplitFileTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly Cohort cohort = SomeCohort.Multilabel(1, patients: 30);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_written_split_reads_back_equal(int folds)
    {
        var (split, _) = Split.Draw(cohort, new SplitConfig { Folds = folds }, 3);
        SplitFile.Write(folder.Combine("split.csv"), cohort, split);

        var read = SplitFile.Read(folder.Combine("split.csv"), cohort);

        Assert.Equal(split.Hash, read.Hash);
        Assert.Equal(["split.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_split_of_other_cases_is_refused_with_every_problem()
    {
        var path = folder.Write("split.csv", "case_id,patient_id,fold,part\nnobody,p,0,train\nc0-0,p0,0,middle\nc0-0,p0,x,train\n");

        var problems = Assert.Throws<CohortException>(() => SplitFile.Read(path, cohort)).Problems;

        Assert.Equal([2, 3, 4], problems.Select(problem => problem.Line!.Value));
    }

    [Fact]
    public void A_split_that_lacks_cases_is_refused()
    {
        var path = folder.Write("split.csv", "case_id,patient_id,fold,part\nc0-0,p0,0,train\n");

        Assert.Contains("lacks", Assert.Throws<CohortException>(() => SplitFile.Read(path, cohort)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edited_split_that_parts_a_patient_is_leakage()
    {
        var two = SomeCohort.Given(["", ""], patientOf: _ => "p");
        var path = folder.Write("split.csv", "case_id,patient_id,fold,part\nc0,p,0,train\nc1,p,0,test\n");

        Assert.Throws<LeakageException>(() => SplitFile.Read(path, two));
    }
}
