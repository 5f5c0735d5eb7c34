using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Readers;
using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tests.Readers;

public class ReaderStudies
{
    private static readonly ComparisonConfig Quick = new() { Replicates = 500 };

    [Fact]
    public void Callers_get_operating_points_a_spline_area_and_F1_as_CheXNet()
    {
        var (table, readings) = Study(readers: 4, skill: 0.75, scored: false);
        var report = ReaderStudy.Run(table, "Algorithm", readings, "Radiologists", Quick);

        Assert.Equal(["r0", "r1", "r2", "r3", null, null], report.Points.Select(point => point.Reader));
        var (average, model) = (report.Points[^2], report.Points[^1]);
        Assert.Equal(report.Points.Take(4).Average(point => ((Estimate)point.Sensitivity).Value), ((Estimate)average.Sensitivity).Value,
            12);
        Assert.All(report.Points.SkipLast(1), point => Assert.Null(point.Auc));
        Assert.Equal((true, report.Auc.Rows[0].Second), (model.IsModel, model.Auc));

        var auc = report.Auc.Rows.Single();
        var points = report.Points.Take(4).Select(point => (1 - ((Estimate)point.Specificity).Value, ((Estimate)point.Sensitivity).Value))
            .ToArray();
        Assert.Equal(ConcaveRoc.Area(points), ((Estimate)auc.First).Value, 9);
        Assert.Equal(("Radiologists", "Algorithm"), (report.Auc.First, report.Auc.Second));
        Assert.Equal(2, report.MultiReader.Count);
        Assert.NotNull(report.MultiReader[0].Analytic);
        Assert.Equal(6, report.PointsTable().Rows.Count);
        Assert.Equal(["r0", "r1", "r2", "r3", "average of Radiologists", "Algorithm"], report.PointsTable().Rows.Select(row => row[1]));
        Assert.Equal(2, report.MultiReaderTable().Rows.Count);
        using var json = System.Text.Json.JsonDocument.Parse(report.ToJson());
        Assert.Equal(6, json.RootElement.GetProperty("points").GetArrayLength());
        Assert.True(double.IsNaN(report.MultiReader[0].Analytic!.P), "a mean area is no difference");
        Assert.False(double.IsNaN(report.MultiReader[1].Analytic!.P));
        Assert.Contains("4 readers took part", report.ToMethods(), StringComparison.Ordinal);
        Assert.All(report.ToLongTable().Rows, row => Assert.Equal(report.ToLongTable().Columns.Count, row.Count));
    }

    [Fact]
    public void F1_of_each_rater_is_the_mean_against_all_others()
    {
        var (table, readings) = Study(readers: 3, skill: 0.8, scored: false);
        bool[] Calls(string? reader) => reader is null
            ? [.. table.Scores(0).ToArray().Select(p => p >= 0.5)]
            : [.. table.CaseIds.Select(id => readings.Single(one => one.Reader == reader && one.CaseId == id).Call!.Value)];
        double F1(string? one, string? other)
        {
            var (a, b) = (Calls(one), Calls(other));
            var both = a.Zip(b).Count(pair => pair.First && pair.Second);
            return 2.0 * both / (a.Count(x => x) + b.Count(x => x));
        }
        string?[] raters = ["r0", "r1", "r2", null];
        double Mean(string? rater) => raters.Where(other => other != rater).Average(other => F1(rater, other));

        var row = ReaderStudy.Run(table, "Algorithm", readings, config: Quick).F1.Rows.Single();

        Assert.Equal(Mean(null), ((Estimate)row.Second).Value, 12);
        Assert.Equal(raters.Take(3).Average(Mean), ((Estimate)row.First).Value, 12);
    }

    [Fact]
    public void Scorers_get_the_mean_of_their_areas()
    {
        var (table, readings) = Study(readers: 3, skill: 0.8, scored: true);
        var report = ReaderStudy.Run(table, "Algorithm", readings, config: Quick);
        var mean = report.Points.Take(3).Average(point => ((Estimate)point.Auc!).Value);
        Assert.Equal(mean, ((Estimate)report.Auc.Rows.Single().First).Value, 12);
        Assert.Equal(mean, report.MultiReader[0].Analytic!.Mean, 12);
        Assert.StartsWith("ROC AUC of the mean reader", report.MultiReader[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_over_readers_are_wider_than_over_cases_only()
    {
        var (table, readings) = Study(readers: 5, skill: 0.8, scored: true, spread: 0.15);
        var report = ReaderStudy.Run(table, "Algorithm", readings, config: Quick);
        var cases = (Estimate)report.Auc.Rows.Single().First;
        var both = (Estimate)report.MultiReader[0].Bootstrap;
        Assert.True(both.Upper - both.Lower > 1.2 * (cases.Upper - cases.Lower));
        var analytic = report.MultiReader[0].Analytic!;
        Assert.InRange((analytic.Upper - analytic.Lower) / (both.Upper - both.Lower), 0.7, 2.5);
    }

    [Fact]
    public void Two_modalities_of_the_same_readers_are_compared()
    {
        var (table, without) = Study(readers: 4, skill: 0.7, scored: true);
        var (_, with) = Study(readers: 4, skill: 0.95, scored: true);
        Reading[] all = [.. without.Select(one => one with { Modality = "alone" }), .. with.Select(one => one with { Modality = "aided" })];
        var rows = ReaderStudy.Modalities(table, all, "alone", "aided", Quick);
        Assert.Equal(["ROC AUC, alone", "ROC AUC, aided", "ROC AUC, aided minus alone"], rows.Select(row => row.What));
        Assert.True(rows[2].Analytic!.P < 0.05);
        Assert.Equal(rows[1].Analytic!.Mean - rows[0].Analytic!.Mean, rows[2].Analytic!.Mean, 12);
        Assert.Throws<EvaluationException>(() => ReaderStudy.Run(table, "Algorithm", all, config: Quick));
        Assert.Throws<EvaluationException>(() => ReaderStudy.Modalities(table, all, "alone", "none", Quick));
    }

    /// <summary>By hand: three readers, jackknife of four cases.</summary>
    [Fact]
    public void Obuchowski_and_Rockette_by_hand()
    {
        double[][] leftOut = [[0.7, 0.8, 0.8, 0.9], [0.6, 0.7, 0.8, 0.7], [0.9, 0.9, 0.8, 1.0]];
        Resampled[] readers = [.. leftOut.Select(values => new Resampled(values.Average(), [], values))];
        var result = ObuchowskiRockette.Of(readers, 0.95)!;
        double Cov(int i, int j) => 0.75 * leftOut[i].Zip(leftOut[j], (a, b) => (a - leftOut[i].Average()) * (b - leftOut[j].Average()))
            .Sum();
        var mean = readers.Average(one => one.Value);
        var between = readers.Sum(one => Math.Pow(one.Value - mean, 2)) / 2;
        var covariance = (Cov(0, 1) + Cov(0, 2) + Cov(1, 2)) / 3;
        Assert.Equal(mean, result.Mean, 12);
        Assert.Equal(between, result.ReaderVariance, 12);
        Assert.Equal(covariance, result.Covariance, 12);
        var total = between + Math.Max(0, 3 * covariance);
        Assert.Equal(Math.Sqrt(total / 3), result.StandardError, 12);
        Assert.Equal(total * total / (between * between / 2), result.Degrees, 9);
        Assert.Null(ObuchowskiRockette.Of([readers[0]], 0.95));
    }

    /// <summary>
    /// Van Dyke's data, five readers, two modalities: mean squares and covariances, and what follows from them, as the documentation of
    /// the package MRMCaov prints them.
    /// </summary>
    [Theory]
    [InlineData(0.8970370, 0.003082629, 0.0004839618, 0.03317360, 12.74465, 0.8252236, 0.9688505)]
    [InlineData(0.9408374, 0.001304602, 0.0002041879, 0.02156637, 12.71019, 0.8941378, 0.9875369)]
    [InlineData(-0.04380032, 2 * 0.0005510306, 2 * (0.0003440748 - 0.0002390284), 0.02074862, 15.25967, -0.0879594986, 0.0003588544)]
    public void Obuchowski_and_Rockette_give_the_published_results_of_Van_Dyke(
        double mean, double between, double covariance, double error, double degrees, double lower, double upper)
    {
        // Five readers with this mean and variance; leaving out one of two patients gives every pair of them this covariance.
        var readers = Enumerable.Range(-2, 5).Select(i => mean + i * Math.Sqrt(between / 2.5)).Select(value =>
            new Resampled(value, [], [value - Math.Sqrt(covariance), value + Math.Sqrt(covariance)]));
        var result = ObuchowskiRockette.Of([.. readers], 0.95)!;
        Assert.Equal(mean, result.Mean, 1e-9);
        Assert.Equal(error, result.StandardError, 1e-8);
        Assert.Equal(degrees, result.Degrees, 1e-4);
        Assert.Equal(lower, result.Lower, 1e-6);
        Assert.Equal(upper, result.Upper, 1e-6);
        Assert.True(mean > 0 || Math.Abs(result.P - 0.05166569) < 1e-6, $"p is {result.P}");
    }

    [Fact]
    public void Thresholds_of_the_model_can_come_from_validation()
    {
        var (table, readings) = Study(readers: 3, skill: 0.8, scored: false);
        var validation = Some.Multilabel(5, cases: 100, labels: 1, unknown: 0, prefix: "v");
        validation = new PredictionTable(PredictionTask.Binary, table.Labels, [.. validation.CaseIds.Select(id => "v" + id)], validation.PatientIds,
            validation.Folds, [validation.Truth(0).ToArray()], [validation.Scores(0).ToArray()]);
        var config = Quick with { ThresholdRule = Thresholds.ThresholdRule.Sensitivity, ThresholdTarget = 1 };
        var report = ReaderStudy.Run(table, "Algorithm", readings, config: config, validation: validation);
        var lowest = validation.Scores(0).ToArray().Zip(validation.Truth(0).ToArray()).Where(pair => pair.Second == 1).Min(pair => pair.First);
        Assert.Equal(lowest, Assert.Single(report.Thresholds).Value);
        Assert.Throws<EvaluationException>(() => ReaderStudy.Run(table, "Algorithm", readings, config: config));
    }

    [Fact]
    public void The_majority_of_three_becomes_the_truth_and_ties_are_unknown()
    {
        var table = new PredictionTable(PredictionTask.Binary, ["x"], ["a", "b", "c", "d"], ["a", "b", "c", "d"], new int[4],
            [[0, 0, 0, 0]], [[0.1, 0.2, 0.3, 0.4]]);
        Reading[] readings =
        [
            .. Votes("a", true, true, false), .. Votes("b", false, false, true), .. Votes("c", true, true),
                .. Votes("d", true, true, false, false),
        ];
        Assert.Equal([1, 0, double.NaN, double.NaN], ReferenceStandard.Majority(table, readings).Truth(0).ToArray());
        Assert.Throws<EvaluationException>(() => ReferenceStandard.Majority(table, [new Reading("r", "a", "x", null, 0.4)]));
        Assert.Throws<EvaluationException>(() => ReferenceStandard.Majority(table, [new Reading("r", "a", "y", true, null)]));

        static IEnumerable<Reading> Votes(string id, params bool[] calls) =>
            calls.Select((call, i) => new Reading($"s{i}", id, "x", call, null));
    }

    [Fact]
    public void Readings_of_other_cases_or_labels_are_refused()
    {
        var (table, readings) = Study(readers: 2, skill: 0.8, scored: false);
        Assert.Throws<EvaluationException>(() => ReaderStudy.Run(table, "A", [.. readings.Select(one => one with { Label = "other" })]));
        Reading[] others = [.. readings, readings[0] with { CaseId = "zzz" }, readings[0] with { CaseId = "yyy" }];
        var error = Assert.Throws<InvalidPredictionsException>(() => ReaderStudy.Run(table, "A", others));
        Assert.Equal(["case 'zzz' was", "case 'yyy' was"], error.Errors.Select(text => text[..14]));
        Reading[] labels = [.. readings, readings[0] with { Label = "other" }];
        var typo = ReaderStudy.Run(table, "A", labels, config: new ComparisonConfig { Replicates = 100 });
        Assert.Contains("left out: other.", Assert.Single(typo.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_readers_file_is_read_strictly()
    {
        var good = ReaderCsv.Read(new StringReader("reader,case_id,label,call,score\nr1,a,x,1,\nr1,b,x,,0.25\n"), "r.csv");
        Assert.Equal([new Reading("r1", "a", "x", true, null), new Reading("r1", "b", "x", null, 0.25)], good);
        var error = Assert.Throws<InvalidPredictionsException>(() => ReaderCsv.Read(
            new StringReader("reader,case_id,label,call\nr1,a,x,1\nr1,a,x,0\nr1,b,x,2\n,c,x,1\nr1,d,x,\nr1,e,x\n"), "r.csv"));
        Assert.Equal(5, error.Errors.Count);
        Assert.All(error.Errors.Select((text, i) => (text, i)), one =>
            Assert.StartsWith($"line {one.i + 3}:", one.text, StringComparison.Ordinal));
        Assert.Throws<InvalidPredictionsException>(() => ReaderCsv.Read(new StringReader("reader,case_id,label\n"), "r.csv"));
        Assert.Throws<InvalidPredictionsException>(() => ReaderCsv.Read(new StringReader("reader,case_id,label,call\n"), "r.csv"));
    }

    /// <summary>A binary study whose readers are right with a probability around <paramref name="skill"/>.</summary>
    private static (PredictionTable Table, Reading[] Readings) Study(int readers, double skill, bool scored, double spread = 0.02)
    {
        const int cases = 150;
        var random = new Random(readers + (int)(100 * skill));
        double[] truth = [.. Enumerable.Range(0, cases).Select(i => i % 3 == 0 ? 1.0 : 0)];
        string[] ids = [.. Enumerable.Range(0, cases).Select(i => $"c{i:000}")];
        double[] scores = [.. truth.Select(y => Math.Clamp(0.25 + 0.3 * y + 0.5 * (random.NextDouble() - 0.3), 0, 1))];
        var readings = new List<Reading>();
        for (var reader = 0; reader < readers; reader++)
        {
            var own = skill + spread * (reader - (readers - 1) / 2.0);
            for (var i = 0; i < cases; i++)
            {
                var right = random.NextDouble() < own;
                var call = right == (truth[i] == 1);
                readings.Add(new Reading($"r{reader}", ids[i], "x", scored ? null : call, scored
                    ? (call ? 0.5 : 0) + 0.5 * random.NextDouble() : null));
            }
        }
        return (new PredictionTable(PredictionTask.Binary, ["x"], ids, ids, new int[cases], [truth], [scores]), [.. readings]);
    }
}
