namespace MedTrain.Evaluation;

internal static class Placeholder;
