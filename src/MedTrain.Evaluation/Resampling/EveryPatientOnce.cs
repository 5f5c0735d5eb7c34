namespace MedTrain.Evaluation.Resampling;

/// <summary>The one "resample" that is the sample itself: it gives the point estimates.</summary>
public sealed class EveryPatientOnce(int patients) : Resamples(patients, 1)
{
    /// <inheritdoc/>
    protected override void Draw(ResampleBlock block, int lane, int resample)
    {
        for (var patient = 0; patient < Patients; patient++)
        {
            block.Add(patient, lane);
        }
    }
}
