using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Metrics;

/// <summary>What must hold for every row of the table; a new row is tested without a new test.</summary>
public class EveryMetric
{
    public static TheoryData<string> Names => [.. MetricTable.All.Select(metric => metric.Name)];

    [Fact]
    public void Names_are_unique_and_snake_case()
    {
        Assert.NotEmpty(MetricTable.All);
        Assert.Equal(MetricTable.All.Count, MetricTable.All.Select(metric => metric.Name).Distinct().Count());
        Assert.All(MetricTable.All, metric => Assert.Matches("^[a-z0-9_]+$", metric.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Drawing_patients_equals_copying_their_cases(string name)
    {
        var random = new Random(7);
        var sample = SampleFor(name, patients: 20);
        var draws = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 20).Select(_ => random.Next(20)).ToArray()).ToArray();

        var replicates = Some.Replicates(name, sample, new GivenDraws(20, draws));

        var defined = 0;
        for (var i = 0; i < draws.Length; i++)
        {
            var cases = draws[i].SelectMany(patient => Enumerable.Range(0, sample.Count).Where(one => sample.Patients[one] == patient))
                .ToArray();
            Assert.Equal(Some.Value(name, Copy(sample, cases)), replicates[i], 1e-9);
            defined += double.IsNaN(replicates[i]) ? 0 : 1;
        }
        Assert.True(defined > 20);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_number_of_threads_changes_nothing(string name)
    {
        var sample = SampleFor(name, patients: 30);
        var whole = Some.Replicates(name, sample, new RandomPatients(30, 500, seed: 3));
        var begin = Some.Replicates(name, sample, new RandomPatients(30, 17, seed: 3));
        Assert.Equal(whole[..17], begin);
        Assert.NotEqual(whole, Some.Replicates(name, sample, new RandomPatients(30, 500, seed: 4)));
    }

    private static Sample SampleFor(string name, int patients)
    {
        var kind = MetricTable.Find(name).Source.Kind;
        var binary = Some.Binary(5, cases: 60, patients: patients);
        return kind == typeof(BinarySample) ? binary
            : kind == typeof(RegressionSample) ? Some.Ages(5, patients: patients)
            : new MulticlassSample(
                3, [.. binary.Scores.Select((score, i) => (int)(score * 10 + i) % 3)],
                    [.. binary.Positive.Select((one, i) => one ? i % 3 : 2)],
                [binary.Scores, [.. binary.Scores.Select(score => score * score % 0.3)], [.. binary.Scores.Select(score => 1 - score)]],
                    binary.Patients);
    }

    private static Sample Copy(Sample sample, int[] cases)
    {
        T[] Pick<T>(T[] values) => Array.ConvertAll(cases, one => values[one]);
        return sample switch
        {
            BinarySample one => new BinarySample(Pick(one.Scores), Pick(one.Positive), Pick(one.Called)),
            RegressionSample one => new RegressionSample(Pick(one.Truth), Pick(one.Predicted)),
            MulticlassSample one => new MulticlassSample(one.Classes, Pick(one.Truth), Pick(one.Called),
                Array.ConvertAll(one.Scores, Pick)),
            _ => throw new InvalidOperationException(),
        };
    }
}
