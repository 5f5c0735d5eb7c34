#:project ../../src/MedTrain.Evaluation/MedTrain.Evaluation.csproj
#:property PublishAot=false
#:property NoWarn=CS1591
// Times MedTrain.Evaluation on predictions files; scripts/bench/evaluation calls it with SMALL.csv LARGE.csv OTHER.csv.
using System.Diagnostics;
using System.Globalization;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Samples;

var auc = new EvaluationConfig { Metrics = ["roc_auc"] };
var small = PredictionCsv.Read(args[0], PredictionTask.Multilabel);
Time("small_cold", () => Evaluator.Evaluate(small, auc));
Time("small_warm", () => Evaluator.Evaluate(small, auc));

PredictionTable? large = null, other = null;
Time("large_read", () => large = PredictionCsv.Read(args[1], PredictionTask.Multilabel));
other = PredictionCsv.Read(args[2], PredictionTask.Multilabel);
EvaluationReport? report = null;
Time("large", () => report = Evaluator.Evaluate(large!, auc));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"large_value {((Estimate)report!.Find("roc_auc", Scope.Macro)!).Value:R}"));
Time("large_paired", () => PairedComparison.Run([("A", large!), ("B", other!)], new ComparisonConfig()));
Time("large_again", () => Evaluator.Evaluate(large!, auc));
Time("large_all_metrics", () => Evaluator.Evaluate(large!));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak_memory_mb {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:0}"));

const int cases = 1_000_000;
var random = new Random(1);
var truth = new bool[cases];
var scores = new double[cases];
for (var i = 0; i < cases; i++)
{
    truth[i] = random.NextDouble() < 0.3;
    scores[i] = random.NextDouble() + (truth[i] ? 0.4 : 0);
}
var sample = new BinarySample(scores, truth, truth);
Time("delong_million", () => DeLong.Of(sample).Interval(0, 0.95));

static void Time(string name, Action work)
{
    var clock = Stopwatch.StartNew();
    work();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {clock.Elapsed.TotalSeconds:0.000}"));
}
