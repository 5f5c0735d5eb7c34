using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Tests.Predictions;

[Trait("Tier", "slow")]
public class MillionRows
{
    [Fact]
    public void Are_written_read_and_evaluated()
    {
        const int cases = 1_000_000;
        var random = new Random(1);
        double[] truth = [.. Enumerable.Range(0, cases).Select(_ => random.NextDouble() < 0.1 ? 1.0 : 0)];
        double[] scores = [.. truth.Select(y => random.NextDouble() * (y == 1 ? 1.3 : 1) / 1.3)];
        string[] ids = [.. Enumerable.Range(0, cases).Select(i => $"c{i}")];
        string[] patients = [.. Enumerable.Range(0, cases).Select(i => $"p{i / 20}")];
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "predictions.csv");
            PredictionCsv.Write(path, new PredictionTable(PredictionTask.Binary, ["x"], ids, patients, new int[cases], [truth], [scores]));
            var table = PredictionCsv.Read(path);
            Assert.Equal(cases, table.Count);
            Assert.Equal(scores, table.Scores(0).ToArray());
            var auc = Evaluator.Evaluate(table, new EvaluationConfig { Replicates = 200, Metrics = ["roc_auc"] }).Find("roc_auc", Scope.Label, "x");
            Assert.InRange(Assert.IsType<Estimate>(auc).Upper - ((Estimate)auc!).Lower, 0.0005, 0.01);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
