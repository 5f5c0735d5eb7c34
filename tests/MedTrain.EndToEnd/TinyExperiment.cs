using MedTrain.Torch;

namespace MedTrain.EndToEnd;

/// <summary>An experiment on a few synthetic radiographs that trains within seconds.</summary>
internal static class TinyExperiment
{
    /// <summary>The lowest precision that this provider of tensors trains in.</summary>
    public static string Precision { get; } = TorchExtras.Current.IsSupported(TorchFeature.Autocast) ? "bf16" : "fp32";

    /// <summary>Writes <c>tiny.yaml</c> into the program's folder and returns its path.</summary>
    /// <param name="program">The program.</param>
    /// <param name="epochs">Epochs to train.</param>
    /// <param name="onUnreadable">What to do with an unreadable image.</param>
    public static string Write(MedTrainProgram program, int epochs = 2, string onUnreadable = "fail") => program.Write("tiny.yaml", $$"""
        name: tiny
        task: multilabel
        data:
          manifest: cohort/manifest.csv
          labels: [cardiomegaly, effusion, nodule, pneumothorax]
          synthetic: {kind: radiographs, patients: 40, seed: 5, size: 64, images_per_patient: 2}
          on_unreadable: {{onUnreadable}}
        split: {validation: 0.25, test: 0.4}
        preprocessing:
          - resize: {size: [32, 32]}
          - z_score: {}
        augmentation:
          - flip: {axes: [x]}
          - shift: {fraction: 0.1}
        model: {name: simple-cnn, dropout: 0.2}
        training:
          epochs: {{epochs}}
          batch_size: 8
          optimizer: {name: adamw, learning_rate: 0.003}
          schedule: {shape: cosine, warmup_epochs: 0.5}
          early_stopping: {monitor: loss, patience: 0}
          precision: {{Precision}}
        evaluation: {replicates: 500}
        """);
}
