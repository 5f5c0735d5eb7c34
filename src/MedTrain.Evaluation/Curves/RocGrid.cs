using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Curves;

/// <summary>A curve read off at fixed places in every resample, for confidence bands.</summary>
internal sealed class RocGrid : Tally
{
    private readonly RankedRuns _ranked;
    private readonly int _points;
    private readonly bool _precision;

    private RocGrid(BinarySample sample, int points, bool precision)
    {
        _ranked = RankedRuns.Cut(sample, descending: true, merge: false);
        (_points, _precision) = (points, precision);
    }

    /// <inheritdoc/>
    public override int Width => _points;

    /// <summary>Sensitivity at false-positive rates 0, 1/(points - 1) … 1, straight between the points of the ROC curve.</summary>
    internal static RocGrid Sensitivity(BinarySample sample, int points) => new(sample, points, precision: false);

    /// <summary>Precision at recalls 0, 1/(points - 1) … 1: that of the first threshold with at least this recall.</summary>
    internal static RocGrid Precision(BinarySample sample, int points) => new(sample, points, precision: true);

    /// <inheritdoc/>
    public override void Count(ResampleBlock block, Span<double> totals)
    {
        var steps = new (double False, double True)[2 * _ranked.Runs.Length + 1];
        for (var lane = 0; lane < ResampleBlock.Lanes; lane++)
        {
            Steps(block, lane, steps);
            var values = _precision ? Precisions(steps) : Sensitivities(steps);
            for (var point = 0; point < _points; point++)
            {
                totals[point * ResampleBlock.Lanes + lane] = values[point];
            }
        }
    }

    /// <summary>Counts of false and true calls at each threshold of one resample, from none to all.</summary>
    private void Steps(ResampleBlock block, int lane, (double False, double True)[] steps)
    {
        double wrong = 0, right = 0;
        int start = 0, step = 1;
        foreach (var run in _ranked.Runs)
        {
            wrong += Weight(block, lane, start, run.NegativesBefore);
            steps[step++] = (wrong, right);
            wrong += Weight(block, lane, run.NegativesBefore, run.NegativesTied);
            right += Weight(block, lane, run.NegativesTied, run.Positives);
            steps[step++] = (wrong, right);
            start = run.Positives;
        }
    }

    private double Weight(ResampleBlock block, int lane, int from, int to)
    {
        var sum = 0;
        for (var i = from; i < to; i++)
        {
            sum += block.Weights[_ranked.Order[i] * ResampleBlock.Lanes + lane];
        }
        return sum;
    }

    private double[] Sensitivities((double False, double True)[] steps)
    {
        var (wrong, right) = steps[^1];
        var values = new double[_points];
        var step = 1;
        for (var point = 0; point < _points; point++)
        {
            var at = wrong * point / (_points - 1);
            while (step < steps.Length - 1 && steps[step].False <= at)
            {
                step++;
            }
            var ((f0, t0), (f1, t1)) = (steps[step - 1], steps[step]);
            values[point] = (f1 > f0 ? t0 + (t1 - t0) * (at - f0) / (f1 - f0) : t1) / right;
        }
        return values;
    }

    private double[] Precisions((double False, double True)[] steps)
    {
        var right = steps[^1].True;
        var values = new double[_points];
        var step = 1;
        for (var point = 0; point < _points; point++)
        {
            while (step < steps.Length - 1 && (steps[step].True < right * point / (_points - 1) || steps[step].True == 0))
            {
                step++;
            }
            values[point] = right == 0 ? double.NaN : steps[step].True / (steps[step].True + steps[step].False);
        }
        return values;
    }
}
