using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Tests.Predictions;

public class FoldPoolTests
{
    [Fact]
    public void Folds_of_a_cross_validation_follow_each_other()
    {
        var pool = FoldPool.Of([Table(0, "a", 0.1, "b", 0.9), Table(1, "c", 0.2, "d", 0.8)], [Table(0, "c", 0.3), Table(1, "a", 0.4)]);

        Assert.Equal(["a", "b", "c", "d"], pool.Test!.CaseIds);
        Assert.Equal([0, 0, 1, 1], pool.Test.Folds);
        Assert.Equal([0, 1], pool.Validation!.Folds);
        Assert.Null(pool.Note);
    }

    [Fact]
    public void Inner_folds_around_one_test_part_are_an_ensemble()
    {
        var pool = FoldPool.Of(
            [Table(0, "a", 0.1, "b", 0.9), Table(1, "b", 0.5, "a", 0.3), Table(2, "c", 0.2, "d", 0.8), Table(3, "c", 0.4, "d", 0.6)],
            [Table(0, "c", 0.3), Table(1, "d", 0.4), Table(2, "a", 0.3), Table(3, "b", 0.4)]);

        Assert.Equal(["a", "b", "c", "d"], pool.Test!.CaseIds);
        Assert.Equal([0.2, 0.7, 0.3, 0.7], pool.Test.Scores(0).ToArray().Select(score => Math.Round(score, 12)));
        Assert.Equal([0, 0, 1, 1], pool.Test.Folds);
        Assert.Equal(["c", "d", "a", "b"], pool.Validation!.CaseIds);
        Assert.Equal([0, 0, 1, 1], pool.Validation.Folds);
        Assert.Contains("up to 2", pool.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_give_each_case_the_mean_of_its_scores()
    {
        var pool = FoldPool.Of(
            [Table(0, "a", 0.1, "b", 0.9), Table(1, "c", 0.5), Table(2, "a", 0.3, "c", 0.7), Table(3, "b", 0.5)],
            [Table(0, "c", 0.3), Table(1, "a", 0.4), Table(2, "b", 0.3), Table(3, "a", 0.4)]);

        Assert.Equal(["a", "b", "c"], pool.Test!.CaseIds);
        Assert.Equal([0.2, 0.7, 0.6], pool.Test.Scores(0).ToArray().Select(score => Math.Round(score, 12)));
        Assert.Equal([0, 0, 1], pool.Test.Folds);
        Assert.Equal(["c (fold 0)", "a (fold 1)", "b (fold 2)", "a (fold 3)"], pool.Validation!.CaseIds);
        Assert.Equal("a", FoldPool.WithoutFold("a (fold 3)"));
    }

    [Fact]
    public void Ten_folds_come_in_the_order_of_their_numbers()
    {
        var pool = FoldPool.Of([.. Enumerable.Range(0, 11).Reverse().Select(fold => Table(fold, $"case {fold}", 0.5))], []);

        Assert.Equal(Enumerable.Range(0, 11), pool.Test!.Folds);
        Assert.Null(pool.Validation);
    }

    [Fact]
    public void Without_test_parts_validation_stands_for_itself()
    {
        var pool = FoldPool.Of([], [Table(0, "a", 0.3), Table(1, "b", 0.4)]);

        Assert.Null(pool.Test);
        Assert.Equal([0, 1], pool.Validation!.Folds);
    }

    private static PredictionTable Table(int fold, params object[] casesAndScores)
    {
        string[] cases = [.. casesAndScores.OfType<string>()];
        double[] scores = [.. casesAndScores.OfType<double>()];
        return new PredictionTable(PredictionTask.Binary, ["x"], cases, cases, [.. cases.Select(_ => fold)], [[.. cases.Select(id => id == "a" ? 1.0 : 0.0)]], [scores]);
    }
}
