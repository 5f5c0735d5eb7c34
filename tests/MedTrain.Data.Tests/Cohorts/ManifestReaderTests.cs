using System.Text;
using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Tests.Cohorts;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public ManifestReaderTests()
    {
        foreach (var name in new[] { "a.png", "b.png", "c.png", "d.png" })
        {
            folder.Write(name, "");
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_manifest_becomes_cases_with_labels_and_columns()
    {
        var reading = Read("""
            case_id,patient_id,path,split,age,nodule,effusion
            a,p1,a.png,train,61,1,0
            b,p2,b.png,val,,0,
            "c, left",p3,c.png,TEST,5.5,0.0,true
            """, ["nodule", "effusion"]);

        Assert.Empty(reading.Problems);
        var cases = reading.Cohort!.Cases;
        Assert.Equal(["a", "b", "c, left"], cases.Select(one => one.CaseId));
        Assert.Equal([1, 0], cases[0].Labels);
        Assert.Equal([0, float.NaN], cases[1].Labels);
        Assert.Equal([0, 1], cases[2].Labels);
        Assert.Equal([SplitPart.Train, SplitPart.Validation, SplitPart.Test], cases.Select(one => one.GivenPart!.Value));
        Assert.Equal("61", cases[0].Columns["age"]);
        Assert.Equal(folder.Combine("a.png"), cases[0].Path);
        Assert.Equal(4, cases[2].ManifestLine);
    }

    [Fact]
    public void Ten_errors_in_one_manifest_are_ten_problems_with_their_lines()
    {
        var reading = Read("""
            case_id,patient_id,path,split,nodule,effusion
            a,p1,a.png,train,1,0
            a,p2,b.png,train,1,0
            b,,b.png,train,1,0
            c,p3,missing.png,train,1,0
            d,p4,d.png,trian,1,0
            e,p5,a.png,train,maybe,0
            f,p6,a.png,train,1,2
            g,p7,a.png,train,1
            ,p8,a.png,train,1,0
            h,p9,,train,1,0
            i,p1,a.png,test,1,0
            """, ["nodule", "effusion"]);

        Assert.Null(reading.Cohort);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10, 11], reading.Problems.Select(problem => problem.Line!.Value));
        Assert.Equal(DataProblemKind.Leakage, reading.Problems[0].Kind);
        Assert.Contains("patient 'p1' is in train (line 2) and test (line 12)", reading.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("already given in line 2", reading.Problems[1].Message, StringComparison.Ordinal);
        Assert.Contains("'trian'", reading.Problems[4].Message, StringComparison.Ordinal);
        Assert.Contains("'maybe'", reading.Problems[5].Message, StringComparison.Ordinal);
        Assert.Contains("5 fields, the header has 6", reading.Problems[7].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_columns_are_named_with_the_nearest_one()
    {
        var reading = Read("case_id,patientid,path,Nodule\na,p1,a.png,1\n", ["nodule", "mass"]);

        var text = string.Join('\n', reading.Problems);
        Assert.Contains("manifest.csv:1: lacks the column 'patient_id'", text, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'patientid'?", text, StringComparison.Ordinal);
        Assert.Contains("data.labels: the manifest has no column 'nodule'. Did you mean 'Nodule'?", text, StringComparison.Ordinal);
        Assert.Contains("no column 'mass'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_problems_alike_are_counted_after_the_first_twenty()
    {
        var lines = Enumerable.Range(0, 500).Select(number => $"c{number},p{number},nowhere{number}.png,1");

        var reading = Read("case_id,patient_id,path,nodule\n" + string.Join('\n', lines), ["nodule"]);

        Assert.Equal(21, reading.Problems.Count);
        Assert.StartsWith("480 more lines: image not found", reading.Problems[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "is empty")]
    [InlineData("case_id,patient_id,path,nodule\n", "no cases")]
    [InlineData("PK\u0003\u0004", "Excel workbook")]
    [InlineData("case_id\0,patient_id", "not a text file")]
    public void A_file_that_is_no_manifest_is_refused(string content, string reason)
    {
        var problem = Assert.Single(Read(content, ["nodule"]).Problems);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused_with_its_line()
    {
        var path = folder.Combine("manifest.csv");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("case_id,patient_id,path,nodule\na,p1,a.png,1\nb,Müller,b.png,1\n"));

        var problem = Assert.Single(ManifestReader.Read(Config(path, ["nodule"]), LabelTask.Multilabel).Problems);
        Assert.Contains("not UTF-8", problem.Message, StringComparison.Ordinal);
        Assert.Equal(3, problem.Line);
    }

    [Theory]
    [InlineData("\t")]
    [InlineData(";")]
    public void Tabs_and_semicolons_separate_too(string separator)
    {
        var reading = Read("\uFEFFcase_id,patient_id,path,nodule\r\na,p1,a.png,1\r\n".Replace(",", separator, StringComparison.Ordinal), ["nodule"]);

        Assert.Empty(reading.Problems);
        Assert.Equal("p1", reading.Cohort!.Cases[0].PatientId);
    }

    [Fact]
    public void Line_numbers_count_lines_inside_quotes_and_blank_lines()
    {
        var reading = Read("case_id,patient_id,path,note,nodule\na,p1,a.png,\"two\nlines\",1\n\nb,p2,b.png,,x\n", ["nodule"]);

        Assert.Equal(5, Assert.Single(reading.Problems).Line);
    }

    [Fact]
    public void One_column_may_serve_as_case_patient_and_path()
    {
        var config = Config(folder.Write("labels.csv", "image,label\na.png,normal\nb.png,virus\n"), ["label"]) with
        {
            Columns = new ColumnNames { CaseId = "image", PatientId = "image", Path = "image" },
        };

        var cohort = ManifestReader.ReadOrThrow(config, LabelTask.Multiclass);

        Assert.Equal(["normal", "virus"], cohort.LabelNames);
        Assert.Equal("a.png", cohort.Cases[0].PatientId);
    }

    [Fact]
    public void A_given_column_name_that_is_absent_is_a_config_problem()
    {
        var config = Config(folder.Write("manifest.csv", "case_id,patient_id,path,nodule\na,p1,a.png,1\n"), ["nodule"]) with
        {
            Columns = new ColumnNames { Split = "fold_name" },
        };

        var problem = Assert.Single(ManifestReader.Read(config, LabelTask.Multilabel).Problems);
        Assert.Equal("data.columns.split", problem.ConfigKey);
    }

    [Fact]
    public void A_manifest_that_does_not_exist_is_a_config_problem()
    {
        var problem = Assert.Single(ManifestReader.Read(Config(folder.Combine("none.csv"), ["nodule"]), LabelTask.Multilabel).Problems);
        Assert.Equal("data.manifest", problem.ConfigKey);
    }

    [Fact]
    public void Labels_of_one_class_or_mostly_unknown_are_warnings()
    {
        var reading = Read("case_id,patient_id,path,nodule,mass\na,p1,a.png,1,\nb,p2,b.png,1,0\n", ["nodule", "mass"]);

        Assert.Contains(reading.Warnings, warning => warning.Contains("'nodule' has 2 positive and 0 negative", StringComparison.Ordinal));
        Assert.Contains(reading.Warnings, warning => warning.Contains("'mass' is unknown for 1 of 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Leakage_alone_is_a_leakage_exception()
    {
        var path = folder.Write("manifest.csv", "case_id,patient_id,path,split,nodule\na,p1,a.png,train,1\nb,p1,b.png,test,0\n");

        Assert.Throws<LeakageException>(() => ManifestReader.ReadOrThrow(Config(path, ["nodule"]), LabelTask.Multilabel));
    }

    private CohortReading Read(string manifest, string[] labels) =>
        ManifestReader.Read(Config(folder.Write("manifest.csv", manifest), labels), LabelTask.Multilabel);

    private static CohortConfig Config(string manifest, string[] labels) => new() { Manifest = manifest, Labels = labels };
}
