using FsCheck;
using FsCheck.Fluent;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;

namespace MedTrain.Evaluation.Tests.Metrics;

public class RocAucProperties
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 50)];

    /// <summary>Few levels make many ties; the first two cases make sure that both classes occur.</summary>
    private static readonly Arbitrary<(double[] Scores, bool[] Positive)> Samples =
        (from cases in Gen.Choose(2, 80)
         from levels in Gen.Choose(1, 40)
         from scores in Gen.Choose(0, levels).ArrayOf(cases)
         from truths in Gen.Choose(0, 1).ArrayOf(cases)
         select (Array.ConvertAll(scores, score => score / (double)levels), truths.Select((y, i) => i < 2 ? i == 0 : y == 1).ToArray()))
        .ToArbitrary();

    [Fact]
    public void Equals_the_count_of_all_pairs() => Holds(
        (scores, positive) => Math.Abs(AllPairs(scores, positive) - RocAuc.Compute(scores, positive)!.Value) < 1e-13);

    [Fact]
    public void A_monotone_transform_changes_nothing() => Holds((scores, positive) =>
        RocAuc.Compute(scores, positive) == RocAuc.Compute([.. scores.Select(score => Math.Exp(5 * score) - 7)], positive));

    [Fact]
    public void Flipping_the_labels_gives_one_minus_the_area() => Holds((scores, positive) =>
        Math.Abs(1 - RocAuc.Compute(scores, positive)!.Value - RocAuc.Compute(scores, [.. positive.Select(truth => !truth)])!.Value) < 1e-13);

    [Fact]
    public void The_order_of_the_cases_changes_nothing() => Holds((scores, positive) =>
        RocAuc.Compute(scores, positive) == RocAuc.Compute([.. scores.Reverse()], [.. positive.Reverse()]));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_replicate_equals_the_area_of_the_drawn_cases(int seed)
    {
        var sample = Some.Binary(seed, cases: 70, patients: 25, levels: 1 + seed % 30);
        var random = new Random(seed);
        var draws = Enumerable.Range(0, 70).Select(_ => Enumerable.Range(0, 25).Select(_ => random.Next(25)).ToArray()).ToArray();

        var replicates = Some.Replicates("roc_auc", sample, new GivenDraws(25, draws));

        for (var i = 0; i < draws.Length; i++)
        {
            var cases = draws[i].SelectMany(patient => Enumerable.Range(0, sample.Count).Where(one => sample.Patients[one] == patient))
                .ToArray();
            Assert.Equal(AllPairs([.. cases.Select(one => sample.Scores[one])], [.. cases.Select(one => sample.Positive[one])]),
                replicates[i], 13);
        }
    }

    [Fact]
    public void Long_runs_of_often_drawn_patients_do_not_overflow()
    {
        // Every case belongs to one patient who is drawn 255 times, 3,000 negatives in one run.
        var scores = Enumerable.Range(0, 3001).Select(i => (double)i).ToArray();
        var sample = new BinarySample(scores, [.. scores.Select(score => score >= 2999)], new bool[3001], new int[3001]);
        var replicates = Some.Replicates("roc_auc", sample, new GivenDraws(1, [new int[255]]));
        Assert.Equal(1, replicates[0]);
    }

    [Fact]
    public void One_class_gives_no_area() => Assert.Null(RocAuc.Compute([0.1, 0.2], [true, true]));

    [Fact]
    public void Macro_leaves_out_unknown_truths_and_labels_with_one_class()
    {
        float[] scores = [0.1f, 0.5f, 0.9f, 0.5f, 0.8f, 0.5f];
        float[] truth = [0, 1, 1, 1, float.NaN, 1];
        Assert.Equal(1.0, RocAuc.Macro(scores, truth, labels: 2));
        Assert.Null(RocAuc.Macro([0.1f], [1f], labels: 1));
        Assert.Throws<ArgumentException>(() => RocAuc.Macro([0.1f], [1f, 0f], labels: 1));
    }

    private static void Holds(Func<double[], bool[], bool> property) =>
        Prop.ForAll(Samples, sample => property(sample.Scores, sample.Positive)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static double AllPairs(double[] scores, bool[] positive)
    {
        double wins = 0, pairs = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            for (var j = 0; j < scores.Length; j++)
            {
                if (positive[i] && !positive[j])
                {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }
}
