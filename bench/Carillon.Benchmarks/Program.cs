Console.WriteLine("nothing measured yet");
