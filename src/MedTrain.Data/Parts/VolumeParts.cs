using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Parts;

/// <summary>
/// How one preprocessed image is divided into the parts that a network sees one at a time (the <c>parts</c> section of an experiment
/// file). The case stays the unit of split, audit and evaluation.
/// </summary>
public abstract record VolumeParts
{
    /// <summary>The parts of one image: as many, of the same shape and in the same order for all images of one size.</summary>
    /// <param name="image">Size and place of the preprocessed image.</param>
    /// <returns>At least one part.</returns>
    /// <exception cref="Preprocessing.PreprocessingException">The image cannot be divided so; says why.</exception>
    public abstract IReadOnlyList<Part> Of(Geometry image);

    /// <summary>Checks the options.</summary>
    /// <returns>All problems, with keys such as <c>parts.patches.size</c>.</returns>
    public IReadOnlyList<DataProblem> Validate() =>
        [.. Problems().Select(problem => new DataProblem(
            DataProblemKind.Config, problem.Message, ConfigKey: $"parts.{PartsTable.NameOf(this)}.{problem.Key}"))];

    /// <summary>What is wrong with the options, as (key, message).</summary>
    /// <returns>Nothing when they can be used.</returns>
    internal virtual IEnumerable<(string Key, string Message)> Problems() => [];
}
