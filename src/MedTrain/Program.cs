using MedTrain.Commands;

// A decode worker must be up in a moment, so it is recognised before any command line is built.
return args is ["decode-worker", ..] ? MedTrain.Data.Imaging.Workers.DecodeWorker.Run() : CommandLine.Run(args, Console.Out, Console.Error);
