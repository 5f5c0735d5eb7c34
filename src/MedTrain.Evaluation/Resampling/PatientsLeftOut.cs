namespace MedTrain.Evaluation.Resampling;

/// <summary>The jackknife: each patient left out in turn, or with many patients each of <see cref="MostGroups"/> groups in turn.</summary>
/// <remarks>The acceleration of BCa is a ratio of moments that groups of equal size keep; only its noise grows, as 0.65 / groups.</remarks>
public sealed class PatientsLeftOut(int patients) : Resamples(patients, Math.Min(patients, MostGroups))
{
    /// <summary>With more patients than this, groups of them are left out.</summary>
    public const int MostGroups = 2000;

    /// <inheritdoc/>
    protected override void Draw(ResampleBlock block, int lane, int resample)
    {
        for (var patient = 0; patient < Patients; patient++)
        {
            block.Weights[patient * ResampleBlock.Lanes + lane] = (byte)(patient % Count == resample ? 0 : 1);
        }
    }
}
