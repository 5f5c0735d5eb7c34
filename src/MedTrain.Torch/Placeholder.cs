namespace MedTrain.Torch;

internal static class Placeholder;
