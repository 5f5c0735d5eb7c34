namespace MedTrain.Diagnosis;

/// <summary>Everything that <c>medtrain doctor</c> looks at.</summary>
internal static class Checkup
{
    /// <summary>The examinations, in the order of the report.</summary>
    public static IReadOnlyList<Func<IEnumerable<Finding>>> Examinations { get; } =
    [
        MachineExamination.Run,
        TensorExamination.Run,
        ImagingExamination.Run,
        StorageExamination.Run,
    ];

    /// <summary>Runs them all. An examination that fails itself is a finding too.</summary>
    public static IReadOnlyList<Finding> Run() => [.. Examinations.SelectMany(Safely)];

    private static IEnumerable<Finding> Safely(Func<IEnumerable<Finding>> examination)
    {
        try
        {
            return [.. examination()];
        }
        catch (Exception exception)
        {
            var name = examination.Method.DeclaringType!.Name.Replace("Examination", "", StringComparison.Ordinal).ToLowerInvariant();
            return [new Finding(name, FindingState.Broken, exception.Message.ReplaceLineEndings(" "), "please report this")];
        }
    }
}
