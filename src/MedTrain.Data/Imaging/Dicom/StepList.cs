namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// The steps taken over the frames of a file or series. Steps of one kind whose numbers differ between frames (PET slices have
/// their own slope) are one step "…, per slice".
/// </summary>
internal sealed class StepList
{
    private readonly List<(string Kind, string Step)> steps = [];

    /// <summary>In the order of their first occurrence.</summary>
    public IReadOnlyList<string> Distinct => [.. steps.Select(s => s.Step)];

    /// <summary>Records a step; its kind is the text before the first colon.</summary>
    public void Add(string step)
    {
        string kind = step.Split(':')[0];
        int known = steps.FindIndex(s => s.Kind == kind);
        if (known < 0)
        {
            steps.Add((kind, step));
        }
        else if (steps[known].Step != step)
        {
            steps[known] = (kind, $"{kind}: with each slice's own numbers");
        }
    }
}
