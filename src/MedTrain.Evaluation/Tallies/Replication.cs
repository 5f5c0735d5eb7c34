using MedTrain.Evaluation.Resampling;

namespace MedTrain.Evaluation.Tallies;

/// <summary>Computes tallies on every resample of a series, on all cores.</summary>
public static class Replication
{
    /// <summary>Runs every tally on every resample; all tallies see the same resamples.</summary>
    /// <param name="tallies">What to compute.</param>
    /// <param name="resamples">On what.</param>
    /// <param name="finish">Receives (tally index, totals, number of the first resample, number of resamples); totals are [number][lane].
    /// Called from several threads, once for each tally and block.</param>
    public static void Run(IReadOnlyList<Tally> tallies, Resamples resamples, TotalsReceiver finish)
    {
        var blocks = (resamples.Count + ResampleBlock.Lanes - 1) / ResampleBlock.Lanes;
        var width = tallies.Count == 0 ? 0 : tallies.Max(tally => tally.Width);
        Parallel.For(
            0,
            blocks,
            () => (Block: new ResampleBlock(resamples.Patients), Totals: new double[width * ResampleBlock.Lanes]),
            (index, _, local) =>
            {
                var first = index * ResampleBlock.Lanes;
                resamples.Fill(local.Block, first);
                for (var i = 0; i < tallies.Count; i++)
                {
                    var totals = local.Totals.AsSpan(0, tallies[i].Width * ResampleBlock.Lanes);
                    totals.Clear();
                    tallies[i].Count(local.Block, totals);
                    finish(i, totals, first, Math.Min(ResampleBlock.Lanes, resamples.Count - first));
                }
                return local;
            },
            _ => { });
    }
}

/// <summary>Takes the totals of one tally on one block of resamples.</summary>
/// <param name="tally">Index of the tally.</param>
/// <param name="totals">[number][lane].</param>
/// <param name="first">Number of the resample in lane 0.</param>
/// <param name="count">Number of lanes that hold a resample.</param>
public delegate void TotalsReceiver(int tally, ReadOnlySpan<double> totals, int first, int count);
