using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Evaluation.Predictions;
using static TorchSharp.torch;

namespace MedTrain.Learning.Objectives;

/// <summary>
/// Regression by classes of values (SFCN for brain age, Peng et al. 2021): the truth is a normal distribution around the value, cut into
/// bins; the loss its Kullback-Leibler divergence from the softmax; the prediction the mean of the bins' centres under the softmax.
/// </summary>
public sealed record SoftBins : ObjectiveConfig, IValidatableObject
{
    /// <summary>Lower end of the first bin.</summary>
    [Description("Lower end of the first bin, in the label's unit.")]
    public required double Lowest { get; init; }

    /// <summary>Upper end of the last bin.</summary>
    [Description("Upper end of the last bin, in the label's unit.")]
    public required double Highest { get; init; }

    /// <summary>Width of a bin.</summary>
    [Description("Width of a bin, in the label's unit.")]
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double Width { get; init; } = 1;

    /// <summary>Standard deviation of the truth.</summary>
    [Description("Standard deviation of the normal distribution around the true value, in the label's unit.")]
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double Sigma { get; init; } = 1;

    internal override IReadOnlyList<PredictionTask> Tasks => [PredictionTask.Regression];

    private int Count => (int)Math.Round((Highest - Lowest) / Width);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!(Highest > Lowest) || Math.Abs((Highest - Lowest) / Width - Count) > 1e-6 || Count is < 2 or > 10_000)
        {
            yield return new ValidationResult("must lie a whole number of widths above lowest, from 2 to 10000", [nameof(Highest)]);
        }
    }

    internal override string? Problem(int labelCount) => labelCount == 1 ? null : $"bins are made of one quantity, and there are {labelCount} labels";

    internal override int Outputs(int labelCount) => Count;

    internal override Objective Create(ObjectiveContext context) => new SoftBinObjective(this);

    private sealed class SoftBinObjective(SoftBins config) : Objective
    {
        public override (Tensor Sum, Tensor Known) Loss(Tensor output, Tensor labels)
        {
            var known = labels.isnan().logical_not().to_type(ScalarType.Float32).squeeze(1); // [N]
            var truth = Truth(labels.nan_to_num(config.Lowest)); // [N, bins]
            var logTruth = truth.clamp_min(1e-30).log();
            var loss = (truth * (logTruth - nn.functional.log_softmax(output.to_type(ScalarType.Float32), 1))).sum(1);
            return ((loss * known).sum(), known.sum());
        }

        public override Tensor Scores(Tensor output)
        {
            var centres = Edges(output.device).narrow(0, 0, config.Count) + config.Width / 2;
            return (nn.functional.softmax(output.to_type(ScalarType.Float32), 1) * centres).sum(1, keepdim: true); // [N, 1]
        }

        /// <summary>The probability of each bin: differences of the normal distribution function at its edges.</summary>
        private Tensor Truth(Tensor labels)
        {
            var below = (Edges(labels.device) - labels).div(config.Sigma * Math.Sqrt(2)).erf().mul(0.5); // [N, bins + 1]
            return below.narrow(1, 1, config.Count) - below.narrow(1, 0, config.Count);
        }

        private Tensor Edges(Device device)
        {
            float[] edges = [.. Enumerable.Range(0, config.Count + 1).Select(edge => (float)(config.Lowest + edge * config.Width))];
            return tensor(edges, device: device);
        }
    }
}
