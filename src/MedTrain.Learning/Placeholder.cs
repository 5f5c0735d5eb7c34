namespace MedTrain.Learning;

internal static class Placeholder;
