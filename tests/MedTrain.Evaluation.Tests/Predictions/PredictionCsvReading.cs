using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Tests.Predictions;

public class PredictionCsvReading
{
    private const string Good = """
        case_id,patient_id,fold,y_mass,y_nodule,p_mass,p_nodule
        a,p1,0,1,0,0.9,0.25
        "b, second",p1,0,,1,1e-3,0.5
        c,p2,1,0,0,0.125,-2
        """;

    [Fact]
    public void A_table_comes_back_as_it_was_written()
    {
        var table = Some.Multilabel(1);
        using var text = new StringWriter();
        PredictionCsv.Write(text, table);
        var again = Read(text.ToString(), PredictionTask.Multilabel);
        Assert.Equal(table.CaseIds, again.CaseIds);
        Assert.Equal(table.PatientIds, again.PatientIds);
        for (var label = 0; label < table.Labels.Count; label++)
        {
            Assert.Equal(table.Truth(label).ToArray(), again.Truth(label).ToArray());
            Assert.Equal(table.Scores(label).ToArray(), again.Scores(label).ToArray());
        }
    }

    [Fact]
    public void One_column_of_class_names_is_the_truth_of_several_score_columns()
    {
        const string Csv = "case_id,patient_id,dx,p_CN,p_AD,p_MCI\na,1,AD,1,7,2\nb,2,,1,2,3\nc,3,CN,3,2,1\n";
        var columns = new PredictionColumns { Truths = ["dx"], Scores = ["p_AD", "p_CN", "p_MCI"] };
        var table = PredictionCsv.Read(new StringReader(Csv), "test", null, columns);
        Assert.Equal((PredictionTask.Multiclass, "AD,CN,MCI"), (table.Task, string.Join(',', table.Labels)));
        Assert.Equal([1, double.NaN, 0], table.Truth(0).ToArray());
        Assert.Equal([7, 2, 2], table.Scores(0).ToArray());
        var wrong = Assert.Throws<InvalidPredictionsException>(
            () => PredictionCsv.Read(new StringReader(Csv.Replace("AD,1", "Alz,1", StringComparison.Ordinal)), "test", null, columns));
        Assert.StartsWith("line 2: dx is 'Alz'. It must be one of AD, CN, MCI", Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void The_columns_of_some_labels_can_be_named_by_truth_or_score_alone()
    {
        foreach (var columns in new[] { new PredictionColumns { Truths = ["y_nodule"] }, new PredictionColumns { Scores = ["p_nodule"] } })
        {
            var table = PredictionCsv.Read(new StringReader(Good), "test", null, columns);
            Assert.Equal("nodule", Assert.Single(table.Labels));
            Assert.Equal([0.25, 0.5, -2], table.Scores(0).ToArray());
        }
    }

    [Theory]
    [InlineData("case_id;patient_id;y_mass;p_mass\na;p1;1;0,9\n")]
    [InlineData("case_id\tpatient_id\ty_mass\tp_mass\na\tp1\t1\t0.9\n")]
    public void A_file_with_other_separators_is_told_so(string text)
    {
        var wrong = Assert.Throws<InvalidPredictionsException>(() => PredictionCsv.Read(new StringReader(text), "test"));
        Assert.Contains("not separated by commas", Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_to_a_file_leaves_only_the_file()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "predictions.csv");
            PredictionCsv.Write(path, Some.Multilabel(2));
            PredictionCsv.Write(path, Some.Multilabel(3));
            Assert.Equal([path], Directory.GetFiles(folder.FullName));
            Assert.Equal(80, PredictionCsv.Read(path).Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Quotes_blanks_and_exponents_are_read()
    {
        var table = Read(Good);
        Assert.Equal(PredictionTask.Multilabel, table.Task);
        Assert.Equal(["a", "b, second", "c"], table.CaseIds);
        Assert.Equal([0, 0, 1], table.Folds);
        Assert.Equal([1, double.NaN, 0], table.Truth(0).ToArray());
        Assert.Equal([0.9, 1e-3, 0.125], table.Scores(0).ToArray());
    }

    [Fact]
    public void All_problems_are_listed_at_once_with_their_lines()
    {
        var error = Assert.Throws<InvalidPredictionsException>(() => Read("""
            case_id,patient_id,fold,y_mass,p_mass
            a,p1,0,1,0.9
            a,p1,0,0,0.8
            b,,0,1,0.8
            c,p3,x,1,0.8
            d,p4,0,2,0.8
            e,p5,0,1,NaN
            f,p6,0,1,"0,5"
            g,p7,0,1
            h,p8,0,1,
            i,p9,0,yes,0.5
            """, PredictionTask.Binary));
        Assert.Equal(
            ["line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11"],
            error.Errors.Select(one => one[..one.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains("case 'a' was already given (line 2)", error.Errors[0], StringComparison.Ordinal);
        Assert.Contains("y_mass is 2. It must be 0 or 1", error.Errors[3], StringComparison.Ordinal);
        Assert.Contains("'0,5'", error.Errors[5].Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slip_among_truths_of_0_and_1_is_refused_and_not_taken_for_a_quantity()
    {
        const string Rows = "case_id,patient_id,y_mass,p_mass\na,1,0,0.1\nb,2,1,0.7\nc,3,2,0.4\nd,4,0,0.2\n";
        var error = Assert.Throws<InvalidPredictionsException>(() => Read(Rows));
        Assert.StartsWith("line 4: y_mass is 2. It must be 0 or 1", Assert.Single(error.Errors), StringComparison.Ordinal);
        Assert.Contains("task regression", error.Errors[0], StringComparison.Ordinal);
        Assert.Equal(PredictionTask.Regression, Read(Rows.Replace(",1,0.7", ",3,0.7", StringComparison.Ordinal)).Task);
    }

    [Fact]
    public void Numbers_in_quotes_are_numbers() => Assert.Equal(
        [0.1, 0.7], Read("case_id,patient_id,y_mass,p_mass\n\"a\",\"1\",\"0\",\"0.1\"\n\"b\",\"2\",\"1\",\" 0.7 \"\n").Scores(0).ToArray());

    [Fact]
    public void What_is_no_text_is_told_so_without_its_content() => Assert.Equal(
        ["line 1: this is no text in UTF-8. Give a CSV file; save a spreadsheet or an older text as CSV UTF-8."],
        Assert.Throws<InvalidPredictionsException>(() => Read("PK\0\u0003\uFFFD,x\n")).Errors);

    [Fact]
    public void Missing_columns_are_listed_with_those_there_are()
    {
        var error = Assert.Throws<InvalidPredictionsException>(() => Read("case_id,y_mass\na,1\n"));
        Assert.Equal(2, error.Errors.Count);
        Assert.All(error.Errors, one => Assert.Contains("The columns are: case_id, y_mass.", one, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("case_id,patient_id,y_a,p_a\n")]
    [InlineData("case_id,patient_id,y_a,p_a,p_a\nx,y,1,1,1\n")]
    [InlineData("case_id,patient_id,y_a,p_a\n\"x,y,1,1\n")]
    [InlineData("case_id,patient_id,score\nx,y,1\n")]
    public void Broken_files_are_refused(string text) => Assert.Throws<InvalidPredictionsException>(() => Read(text));

    [Theory]
    [InlineData("1,0,0", "one of them")]
    [InlineData("1,1,0", "2 of 3 classes are 1")]
    [InlineData("1,,0", "1 are blank")]
    [InlineData(",,", "one of them")]
    public void A_multiclass_row_has_exactly_one_class_or_is_unknown(string truth, string expected)
    {
        PredictionTable Table() => Read($"case_id,patient_id,y_a,y_b,y_c,p_a,p_b,p_c\nk,p,0,0,1,0,0,1\nx,p,{truth},0.2,0.3,0.5\n",
            PredictionTask.Multiclass);
        if (expected == "one of them")
        {
            Assert.Equal(2, Table().Count);
            return;
        }
        Assert.Contains(expected, Assert.Throws<InvalidPredictionsException>(Table).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_other_tools_can_be_named()
    {
        var text = "image;subject\n".Replace(';', ',')
            .Replace("\n", ",truth,score\n", StringComparison.Ordinal) + "i1,s1,1,0.7\ni2,s2,0,0.1\n";
        var columns = new PredictionColumns { Case = "image", Patient = "image", Truths = ["truth"], Scores = ["score"] };
        var table = PredictionCsv.Read(new StringReader(text), "other.csv", columns: columns);
        Assert.Equal(PredictionTask.Binary, table.Task);
        Assert.Equal(["i1", "i2"], table.PatientIds);
        Assert.Equal(["truth"], table.Labels);
    }

    [Theory]
    [InlineData("y_a,p_a", "1,0.5", "0,0.1", PredictionTask.Binary)]
    [InlineData("y_a,p_a", "61.5,0.5", "0,0.1", PredictionTask.Regression)]
    [InlineData("y_a,y_b,p_a,p_b", "1,0,0.6,0.4", "0,1,0.5,0.5", PredictionTask.Multiclass)]
    [InlineData("y_a,y_b,p_a,p_b", "1,0,0.6,0.9", "0,1,0.5,0.5", PredictionTask.Multilabel)]
    [InlineData("y_a,y_b,p_a,p_b", "1,,0.6,0.4", "0,1,0.5,0.5", PredictionTask.Multilabel)]
    public void The_task_is_inferred_from_the_values(string columns, string first, string second, PredictionTask task) =>
        Assert.Equal(task, Read($"case_id,patient_id,{columns}\nx,p,{first}\ny,p,{second}\n").Task);

    private static PredictionTable Read(string text, PredictionTask? task = null) =>
        PredictionCsv.Read(new StringReader(text), "test.csv", task);
}
