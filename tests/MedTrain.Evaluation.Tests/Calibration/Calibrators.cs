using MedTrain.Evaluation.Calibration;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Calibration;

public class Calibrators
{
    public static TheoryData<string> Sets => Golden.ExtraNames("binary");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Curves_equal_scikit_learn_and_scipy(string name)
    {
        var record = Golden.ExtraRecord("binary", name);
        var (scores, truth, grid) = (record.Doubles("scores"), record.Bools("labels"), record.Doubles("grid"));
        Close(record.Doubles("platt"), grid.Select(PlattScaling.Fit(scores, truth).Apply), 1e-5);       // scikit-learn stops early
        Close(record.Doubles("isotonic"), grid.Select(IsotonicCalibration.Fit(scores, truth).Apply), 1e-12);
        Assert.Equal(record.GetProperty("temperature").GetDouble(), TemperatureScaling.Fit(scores, truth).Temperature, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Slope_and_intercept_equal_scipy(string name)
    {
        var record = Golden.ExtraRecord("binary", name);
        var line = CalibrationLine.Of(new BinarySample(record.Doubles("scores"), record.Bools("labels"), record.Bools("labels")), 0.95);
        var slope = Assert.IsType<Estimate>(line.Slope);
        Assert.Equal(record.GetProperty("calibration_slope").GetDouble(), slope.Value, 1e-6);
        Assert.Equal(record.GetProperty("calibration_intercept").GetDouble(), Assert.IsType<Estimate>(line.Intercept).Value, 1e-9);
        Assert.InRange(slope.Value, slope.Lower, slope.Upper);
    }

    [Fact]
    public void Separated_classes_have_no_slope()
    {
        var line = CalibrationLine.Of(new BinarySample([0.1, 0.2, 0.8, 0.9], [false, false, true, true], new bool[4]), 0.95);
        Assert.Contains("separate", Assert.IsType<NotComputable>(line.Slope).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_on_validation_helps_other_cases()
    {
        var (validation, test) = (Overconfident(1, "v"), Overconfident(2, "t"));
        var before = Brier(test);
        foreach (var method in Enum.GetValues<CalibrationMethod>().Except([CalibrationMethod.AgeBias]))
        {
            Assert.True(Brier(Recalibration.Apply(test, validation, method)) < before - 0.005, $"{method}");
        }
    }

    [Fact]
    public void Calibration_on_the_same_patients_is_refused()
    {
        var table = Overconfident(1, "v");
        Assert.Contains("patient(s) are both in the validation",
            Assert.Throws<EvaluationException>(() => Recalibration.Apply(table, table, CalibrationMethod.Platt)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_fold_is_calibrated_by_its_own_validation()
    {
        var (validation, test) = (Folded(Overconfident(1, "v")), Folded(Overconfident(2, "t")));
        var whole = Recalibration.Apply(test, validation, CalibrationMethod.Platt);
        foreach (var fold in (int[])[0, 1])
        {
            PredictionTable Of(PredictionTable table) => table.Where(row => table.Folds[row] == fold);
            Assert.Equal(Recalibration.Apply(Of(test), Of(validation), CalibrationMethod.Platt).Scores(0).ToArray(), Of(whole).Scores(0).ToArray());
        }

        static PredictionTable Folded(PredictionTable table) => new(
            table.Task, table.Labels, table.CaseIds, table.PatientIds, [.. Enumerable.Range(0, table.Count).Select(i => i % 2)],
            [table.Truth(0).ToArray()], [table.Scores(0).ToArray()]);
    }

    [Fact]
    public void Classes_sum_to_one_and_keep_their_order_under_one_temperature()
    {
        var random = new Random(5);
        PredictionTable Table(string prefix)
        {
            int[] truth = [.. Enumerable.Range(0, 300).Select(_ => random.Next(3))];
            double[][] p = [new double[300], new double[300], new double[300]];
            for (var i = 0; i < 300; i++)
            {
                double[] z = [.. Enumerable.Range(0, 3).Select(k => Math.Exp(4 * (random.NextDouble() + (truth[i] == k ? 0.3 : 0)) * 3))];
                for (var k = 0; k < 3; k++)
                {
                    p[k][i] = z[k] / z.Sum();
                }
            }
            string[] ids = [.. Enumerable.Range(0, 300).Select(i => $"{prefix}{i}")];
            return new PredictionTable(PredictionTask.Multiclass, ["a", "b", "c"], ids, ids, new int[300],
                [.. Enumerable.Range(0, 3).Select(k => truth.Select(t => t == k ? 1.0 : 0).ToArray())], p);
        }
        var (validation, test) = (Table("v"), Table("t"));
        var calibrated = Recalibration.Apply(test, validation, CalibrationMethod.Temperature);
        for (var i = 0; i < 300; i++)
        {
            double[] before = [.. Enumerable.Range(0, 3).Select(k => test.Scores(k)[i])],
                after = [.. Enumerable.Range(0, 3).Select(k => calibrated.Scores(k)[i])];
            Assert.Equal(1, after.Sum(), 12);
            Assert.Equal(Array.IndexOf(before, before.Max()), Array.IndexOf(after, after.Max()));
        }
    }

    [Fact]
    public void Age_bias_is_removed()
    {
        var random = new Random(3);
        double[] age = [.. Enumerable.Range(0, 400).Select(_ => 20 + 60 * random.NextDouble())];
        double[] predicted = [.. age.Select(one => 15 + 0.7 * one + random.NextDouble())];
        var correction = AgeBiasCorrection.Fit(age[..200], predicted[..200]);
        var slope = Some.Value("error_slope", new RegressionSample(age[200..], [.. predicted[200..].Select(correction.Apply)]));
        Assert.Equal(-0.3, Some.Value("error_slope", new RegressionSample(age[200..], predicted[200..])), 0.01);
        Assert.Equal(0, slope, 0.01);
        Assert.Throws<EvaluationException>(() => AgeBiasCorrection.Fit([1, 2, 3], [3, 2, 1]));
    }

    [Fact]
    public void The_age_bias_of_a_table_is_removed_fold_by_fold_from_both_its_parts()
    {
        static PredictionTable Ages(string prefix, int cases) => new(
            PredictionTask.Regression, ["age"], [.. Enumerable.Range(0, cases).Select(i => $"{prefix}{i}")],
            [.. Enumerable.Range(0, cases).Select(i => $"{prefix}{i}")], [.. Enumerable.Range(0, cases).Select(i => i % 2)],
            [[.. Enumerable.Range(0, cases).Select(i => 20.0 + i)]],
            [[.. Enumerable.Range(0, cases).Select(i => i % 2 == 0 ? 10 + 0.5 * (20 + i) : 5 + 0.8 * (20 + i))]]);
        var (table, validation) = Recalibration.ApplyToBoth(Ages("t", 30), Ages("v", 20), CalibrationMethod.AgeBias);
        Assert.All(table.Truth(0).ToArray().Zip(table.Scores(0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 9));
        Assert.All(validation.Truth(0).ToArray().Zip(validation.Scores(0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 9));
    }

    [Fact]
    public void A_method_for_another_task_is_refused()
    {
        var (ages, findings) = (Overconfident(1, "a"), Overconfident(2, "b"));
        Assert.Throws<EvaluationException>(() => Recalibration.Apply(findings, ages, CalibrationMethod.AgeBias));
        var quantity = new PredictionTable(PredictionTask.Regression, ["age"], ["a", "b"], ["a", "b"], [0, 0], [[1, 2]], [[1, 2]]);
        Assert.Throws<EvaluationException>(() => Recalibration.Apply(quantity, quantity, CalibrationMethod.Platt));
    }

    private static PredictionTable Overconfident(int seed, string prefix)
    {
        var random = new Random(seed);
        double[] p = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
        double[] y = [.. p.Select(one => random.NextDouble() < one ? 1.0 : 0)];
        string[] ids = [.. Enumerable.Range(0, 2000).Select(i => $"{prefix}{i}")];
        double[] extreme = [.. p.Select(one => Math.Pow(one, 4) / (Math.Pow(one, 4) + Math.Pow(1 - one, 4)))];
        return new PredictionTable(PredictionTask.Binary, ["x"], ids, ids, new int[2000], [y], [extreme]);
    }

    private static double Brier(PredictionTable table) =>
        table.Scores(0).ToArray().Zip(table.Truth(0).ToArray(), (p, y) => (p - y) * (p - y)).Average();

    private static void Close(double[] expected, IEnumerable<double> actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
