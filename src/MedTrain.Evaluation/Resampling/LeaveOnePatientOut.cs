namespace MedTrain.Evaluation.Resampling;

/// <summary>The jackknife: resample i has every patient once, except patient i.</summary>
public sealed class LeaveOnePatientOut(int patients) : Resamples(patients, patients)
{
    /// <inheritdoc/>
    protected override void Draw(ResampleBlock block, int lane, int resample)
    {
        for (var patient = 0; patient < Patients; patient++)
        {
            block.Weights[patient * ResampleBlock.Lanes + lane] = (byte)(patient == resample ? 0 : 1);
        }
    }
}
