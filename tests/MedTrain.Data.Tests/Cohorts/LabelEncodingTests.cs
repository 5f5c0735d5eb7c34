using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public sealed class LabelEncodingTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Binary_text_needs_the_positive_value_and_lists_what_there_is()
    {
        var problem = Assert.Single(Read(LabelTask.Binary, ["M", "F", "M"]).Problems);

        Assert.Equal("data.positive", problem.ConfigKey);
        Assert.Contains("F, M", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_text_becomes_one_for_the_positive_value()
    {
        Assert.Equal([1, 0, float.NaN], Labels(Read(LabelTask.Binary, ["M", "F", ""], positive: "M")));
    }

    [Fact]
    public void More_than_one_value_that_becomes_zero_is_a_warning()
    {
        var warning = Read(LabelTask.Binary, ["bacteria", "normal", "virus"], positive: "bacteria").Warnings[0];

        Assert.Contains("every other value is 0 (normal, virus)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_positive_value_that_never_occurs_is_refused_with_the_nearest()
    {
        var problem = Assert.Single(Read(LabelTask.Binary, ["bacteria", "normal"], positive: "bacterial").Problems);

        Assert.Contains("Did you mean 'bacteria'?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiclass_is_one_hot_in_the_order_of_the_classes()
    {
        var reading = Read(LabelTask.Multiclass, ["virus", "normal", "n/a"], classes: ["normal", "bacteria", "virus"]);

        Assert.Equal(["normal", "bacteria", "virus"], reading.Cohort!.LabelNames);
        Assert.Equal([0, 0, 1, 1, 0, 0, float.NaN, float.NaN, float.NaN], Labels(reading));
    }

    [Fact]
    public void Whole_number_classes_sort_by_value()
    {
        Assert.Equal(["1", "2", "10"], Read(LabelTask.Multiclass, ["10", "2", "1"]).Cohort!.LabelNames);
    }

    [Fact]
    public void A_value_outside_the_classes_is_a_problem_of_its_line()
    {
        var problem = Assert.Single(Read(LabelTask.Multiclass, ["normal", "virsu"], classes: ["normal", "virus"]).Problems);

        Assert.Equal(3, problem.Line);
        Assert.Contains("Did you mean 'virus'?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Regression_takes_finite_numbers_only()
    {
        Assert.Equal([1.5f, -2e3f, float.NaN], Labels(Read(LabelTask.Regression, ["1.5", "-2e3", ""])));
        Assert.Equal([2, 3], Read(LabelTask.Regression, ["1;5", "inf", "3"]).Problems.Select(problem => problem.Line!.Value));
    }

    [Fact]
    public void One_class_label_tasks_refuse_several_columns()
    {
        var path = folder.Write("manifest.csv", "case_id,patient_id,path,x,y\na,p,manifest.csv,1,0\n");
        var reading = ManifestReader.Read(new CohortConfig { Manifest = path, Labels = ["x", "y"] }, LabelTask.Binary);

        Assert.Equal("data.labels", Assert.Single(reading.Problems).ConfigKey);
    }

    [Fact]
    public void Class_folders_give_the_class_and_warn_of_unknown_patients()
    {
        folder.Write("set/CT/1.png", "");
        folder.Write("set/CT/2.png", "");
        folder.Write("set/CT/notes.txt", "");
        folder.Write("set/Hand/1.jpeg", "");
        folder.Write("set/readme.md", "");

        var reading = ManifestReader.Read(new CohortConfig { ClassFolders = folder.Combine("set") }, LabelTask.Multiclass);

        Assert.Equal(["CT", "Hand"], reading.Cohort!.LabelNames);
        Assert.Equal(["CT/1.png", "CT/2.png", "Hand/1.jpeg"], reading.Cohort.Cases.Select(one => one.CaseId));
        Assert.Equal([0, 1], reading.Cohort.Cases[2].Labels);
        Assert.Contains(reading.Warnings, warning => warning.Contains("own patient", StringComparison.Ordinal));
    }

    [Fact]
    public void Class_folders_below_train_and_test_give_the_split()
    {
        folder.Write("set/train/CT/1.png", "");
        folder.Write("set/test/CT/2.png", "");
        folder.Write("set/train/Hand/1.jpeg", "");

        var cohort = ManifestReader.ReadOrThrow(new CohortConfig { ClassFolders = folder.Combine("set") }, LabelTask.Multiclass);

        Assert.Equal([SplitPart.Test, SplitPart.Train, SplitPart.Train], cohort.Cases.Select(one => one.GivenPart!.Value));
    }

    [Fact]
    public void Class_folders_refuse_labels_and_unlisted_classes()
    {
        folder.Write("set/CT/1.png", "");
        folder.Write("set/Hand/1.png", "");
        var config = new CohortConfig { ClassFolders = folder.Combine("set"), Labels = ["x"], Classes = ["CT", "Head"] };

        var keys = ManifestReader.Read(config, LabelTask.Multiclass).Problems.Select(problem => problem.ConfigKey);

        Assert.Equal(["data.labels", "data.classes"], keys);
    }

    private CohortReading Read(LabelTask task, string[] values, string? positive = null, string[]? classes = null)
    {
        var lines = values.Select((value, number) => $"c{number},p{number},manifest.csv,{value.Replace(";", ",", StringComparison.Ordinal).Insert(0, "\"")}\"");
        var path = folder.Write("manifest.csv", "case_id,patient_id,path,label\n" + string.Join('\n', lines));
        return ManifestReader.Read(new CohortConfig { Manifest = path, Labels = ["label"], Positive = positive, Classes = classes }, task);
    }

    private static IEnumerable<float> Labels(CohortReading reading) => reading.Cohort!.Cases.SelectMany(one => one.Labels);
}
