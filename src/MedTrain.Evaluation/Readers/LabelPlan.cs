using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Readers;

/// <summary>What is computed for one label of a reader study, and what is made of the results.</summary>
internal sealed class LabelPlan
{
    private readonly string _label;
    private readonly List<ReaderQuantities> _readers = [];
    private readonly List<int> _readerF1 = [];
    private readonly List<int> _modelF1 = [];
    private BinarySample? _model;
    private (int Sensitivity, int Specificity) _modelPoint = (-1, -1);
    private int _modelAuc = -1;
    private int _modelMerit = -1;
    private bool _scored;
    private string? _missing;

    private LabelPlan(string label) => _label = label;

    private string MeritTitle => MetricTable.Find(Merit(_scored)).Title;

    /// <summary>Adds everything that one label needs to the common work.</summary>
    internal static LabelPlan Make(ReaderPanel panel, Quantities work)
    {
        var plan = new LabelPlan(panel.Label);
        var samples = panel.Readers.Select(reader => (Reader: reader, Sample: panel.AgainstTruth(reader)))
            .Where(one => one.Sample is not null).ToArray();
        plan._model = panel.ModelAgainstTruth();
        plan._missing = samples.Length == 0 || plan._model is null ? "no case of known truth was read"
            : samples.Select(one => one.Sample!).Append(plan._model).Select(MetricTable.Find("roc_auc").WhyNot)
                .FirstOrDefault(reason => reason is not null);
        if (plan._missing is not null)
        {
            return plan;
        }
        // A reader who only calls has at most two different scores.
        plan._scored = samples.All(one => one.Sample!.Scores.Distinct().Count() > 2);
        int Add(string metric, BinarySample sample) => work.Add(MetricTable.Find(metric), sample);
        foreach (var (reader, sample) in samples)
        {
            plan._readers.Add(new ReaderQuantities(
                reader, sample!, Add("sensitivity", sample!), Add("specificity", sample!), Add(Merit(plan._scored), sample!)));
        }
        plan._modelPoint = (Add("sensitivity", plan._model!), Add("specificity", plan._model!));
        plan._modelAuc = Add("roc_auc", plan._model!);
        plan._modelMerit = Add(Merit(plan._scored), plan._model!);
        plan.AddPairs(panel, work);
        return plan;
    }

    /// <summary>Operating points: each reader, then the average reader, then the model.</summary>
    internal IEnumerable<ReaderPoint> Points(Resampled[] numbers, ComparisonConfig config)
    {
        Measurement Make(Resampled number, BinarySample sample) =>
            BootstrapInterval.Make(number, config.Ci, config.Level, SampleSize.Of(sample));
        foreach (var one in _readers)
        {
            yield return new ReaderPoint(
                _label, one.Reader, Make(numbers[one.Sensitivity], one.Sample), Make(numbers[one.Specificity], one.Sample),
                _scored ? Make(numbers[one.Merit], one.Sample) : null);
        }
        if (_readers.Count > 0)
        {
            yield return new ReaderPoint(
                _label, null, Make(Mean(numbers, one => one.Sensitivity), _model!), Make(Mean(numbers, one => one.Specificity), _model!),
                _scored ? Make(Mean(numbers, one => one.Merit), _model!) : null);
            yield return new ReaderPoint(
                _label, null, Make(numbers[_modelPoint.Sensitivity], _model!), Make(numbers[_modelPoint.Specificity], _model!),
                Make(numbers[_modelAuc], _model!)) { IsModel = true };
        }
    }

    /// <summary>Areas of the readers and the model.</summary>
    internal PairedNumbers Auc(Resampled[] numbers) =>
        _missing is not null ? Missing(_missing)
        : new PairedNumbers(_label, SampleSize.Of(_model!))
        {
            First = _scored ? Mean(numbers, one => one.Merit) : Spline(numbers),
            Second = numbers[_modelAuc],
        };

    /// <summary>F1 of the average reader and of the model, each against all other raters.</summary>
    internal PairedNumbers F1(Resampled[] numbers) =>
        _missing is not null ? Missing(_missing)
        : _readers.Count < 2 ? Missing("there are fewer than two readers")
        : _modelF1.Contains(-1) || _readerF1.Contains(-1) ? Missing("two raters share no case that one of them calls positive")
        : new PairedNumbers(_label, SampleSize.Of(_model!))
        {
            First = Resampled.Mean([.. _readerF1.Select(i => numbers[i])]),
            Second = Resampled.Mean([.. _modelF1.Select(i => numbers[i])]),
        };

    /// <summary>The mean reader, and the model less the mean reader.</summary>
    internal IEnumerable<MultiReaderRow> MultiReader(Resampled[] numbers, ComparisonConfig config)
    {
        if (_missing is not null)
        {
            yield break;
        }
        var readers = _readers.Select(one => numbers[one.Merit]).ToArray();
        yield return Row($"{MeritTitle} of the mean reader", readers, config, difference: false);
        Resampled[] differences = [.. readers.Select(one => numbers[_modelMerit] - one)];
        yield return Row($"{MeritTitle}, model minus mean reader", differences, config, difference: true);
    }

    /// <summary>Two modalities of the same readers, and the second less the first.</summary>
    internal static IEnumerable<MultiReaderRow> Modalities(
        LabelPlan first, LabelPlan second, string firstName, string secondName, Resampled[] numbers, ComparisonConfig config)
    {
        if (first._missing is not null || second._missing is not null || first._scored != second._scored)
        {
            yield break;
        }
        Resampled[] Merits(LabelPlan plan) => [.. plan._readers.Select(one => numbers[one.Merit])];
        var (a, b) = (Merits(first), Merits(second));
        yield return first.Row($"{first.MeritTitle}, {firstName}", a, config, difference: false);
        yield return second.Row($"{first.MeritTitle}, {secondName}", b, config, difference: false);
        Resampled[] differences = [.. b.Zip(a, (y, x) => y - x)];
        yield return second.Row($"{first.MeritTitle}, {secondName} minus {firstName}", differences, config, difference: true);
    }

    /// <summary>The figure of merit of one reader: the area of scores, or of a single point, which is the balanced accuracy.</summary>
    private static string Merit(bool scored) => scored ? "roc_auc" : "balanced_accuracy";

    /// <summary>Every pair of raters once, since F1 of one against the other is F1 of the other against the one.</summary>
    private void AddPairs(ReaderPanel panel, Quantities work)
    {
        string?[] raters = [.. _readers.Select(one => one.Reader), null];
        for (var i = 0; i < raters.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var sample = panel.Against(raters[i], raters[j]);
                var f1 = MetricTable.Find("f1");
                var quantity = sample is null || f1.WhyNot(sample) is not null ? -1 : work.Add(f1, sample);
                if (raters[i] is null)
                {
                    // A pair of the model and a reader: once for the model's mean, once for that reader's.
                    _modelF1.Add(quantity);
                    _readerF1.Add(quantity);
                }
                else
                {
                    // A pair of readers counts in the means of both.
                    _readerF1.AddRange([quantity, quantity]);
                }
            }
        }
    }

    private Resampled Spline(Resampled[] numbers)
    {
        var points = _readers.SelectMany(one => new[] { numbers[one.Specificity], numbers[one.Sensitivity] }).ToArray();
        return Resampled.Combine(points, values => ConcaveRoc.Area([.. values.Chunk(2).Select(pair => (1 - pair[0], pair[1]))]));
    }

    private Resampled Mean(Resampled[] numbers, Func<ReaderQuantities, int> which) =>
        Resampled.Mean([.. _readers.Select(one => numbers[which(one)])]);

    private MultiReaderRow Row(string what, Resampled[] readers, ComparisonConfig config, bool difference)
    {
        // That a mean area is not 0 is no finding: only differences have a p value.
        var analytic = ObuchowskiRockette.Of(readers, config.Level);
        analytic = difference || analytic is null ? analytic : analytic with { P = double.NaN };
        return new MultiReaderRow(_label, what, ReaderResamples.Make(readers, config, SampleSize.Of(_model!)), analytic);
    }

    private PairedNumbers Missing(string reason) => new(_label, _model is null ? default : SampleSize.Of(_model)) { Missing = reason };

    /// <summary>One reader against the truth, with the places of this reader's numbers in the results.</summary>
    private sealed record ReaderQuantities(string Reader, BinarySample Sample, int Sensitivity, int Specificity, int Merit);
}
