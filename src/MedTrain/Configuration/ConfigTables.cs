using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Objectives;
using MedTrain.Learning.Pretraining;

namespace MedTrain.Configuration;

/// <summary>The tables whose rows an experiment file can name.</summary>
internal static class ConfigTables
{
    /// <summary>For each abstract record, the table of its choices.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<(string Name, Type Type)>> All { get; } =
        new Dictionary<Type, IReadOnlyList<(string Name, Type Type)>>
    {
        [typeof(PreprocessingStep)] = PreprocessingTable.Steps,
        [typeof(VolumeParts)] = PartsTable.Kinds,
        [typeof(Augmentation)] = AugmentationTable.Augmentations,
        [typeof(ObjectiveConfig)] = ObjectiveTable.Objectives,
        [typeof(Pretext)] = PretextTable.Pretexts,
        [typeof(Sampler)] = SamplerTable.Samplers,
    };
}
